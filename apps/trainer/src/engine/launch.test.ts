import { expect, test } from "vitest";

import { launchArguments, launchEnvironment, leads, ONE_PROCESS } from "./launch.ts";

const CLUSTER = { nodes: 2, nodeRank: 1, rendezvous: "10.0.0.1:29500" };

test.each([
  ["one process is a plain Python", ONE_PROCESS, "-m kanjo_engine job.json"],
  [
    "several on a machine meet at a free port",
    { processes: 2, cluster: null },
    "-m torch.distributed.run --standalone --nproc-per-node=2 -m kanjo_engine job.json",
  ],
  [
    "several machines meet at the first one's port, also with a process each",
    { processes: 1, cluster: CLUSTER },
    "-m torch.distributed.run --nnodes=2 --node-rank=1 --master-addr=10.0.0.1 --master-port=29500 --nproc-per-node=1 -m kanjo_engine job.json",
  ],
])("%s", (_, launch, expected) => {
  expect(launchArguments(launch, "job.json").join(" ")).toBe(expected);
});

test.each([
  ["one process has all cores, as the libraries choose", 1, 8, {}],
  ["several share the cores", 3, 8, { OMP_NUM_THREADS: "2" }],
  ["more processes than cores have one each", 4, 2, { OMP_NUM_THREADS: "1" }],
])("%s", (_, processes, cores, expected) => {
  expect(launchEnvironment({ processes, cluster: null }, cores)).toEqual(expected);
});

test("the machine with rank 0 leads", () => {
  expect(leads(ONE_PROCESS)).toBe(true);
  expect(leads({ processes: 1, cluster: { ...CLUSTER, nodeRank: 0 } })).toBe(true);
  expect(leads({ processes: 1, cluster: CLUSTER })).toBe(false);
});
