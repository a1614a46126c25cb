#!/bin/sh
# One machine's part of a training, as the schedulers in this folder start it.
# RECIPE and VERSION say what is trained; an interrupted run of that version goes on.
# BASE: base model in place of the recipe's. PROCESSES: as many as there are GPUs.
# NODES, NODE_RANK, RENDEZVOUS (host:port of rank 0): several machines.
set -eu
cd "$(dirname "$0")/.."
: "${RECIPE:?is not set, such as wrime}" "${VERSION:?is not set, such as wrime-1}"

rank=${NODE_RANK:-0}
run="${RUNS:-runs}/$VERSION"
[ "$rank" -eq 0 ] || run="$run-node-$rank"

if [ -f "$run/recipe.json" ]; then
  set -- --resume "$run"
else
  set -- --recipe "$RECIPE" --version "$VERSION" --runs "${RUNS:-runs}"
  [ -z "${BASE:-}" ] || set -- "$@" --base "$BASE"
fi
if [ "${NODES:-1}" -gt 1 ]; then
  set -- "$@" --nodes "$NODES" --node-rank "$rank" \
    --rendezvous "${RENDEZVOUS:?is not set, expected host:port of the machine with rank 0}"
fi
# WRIME is CC BY-NC-ND 4.0: to start this is to accept it.
exec node scripts/kanjo.mjs trainer train "$@" --processes "${PROCESSES:-1}" --accept-license
