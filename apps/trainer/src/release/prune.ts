/**
 * Removes what no channel needs. The order is what keeps others safe: the sweep is
 * announced, then claims are listed, then pointers and manifests are read, each after
 * the other (claim.ts). Manifests go before blobs, so that a crash leaves no manifest
 * that names a blob which is gone; the blobs that it leaves go with the next prune.
 */
import { KanjoError } from "@kanjo/shared/error";
import { BLOBS_PREFIX } from "@kanjo/shared/manifest/keys";

import type { ListedObject, ObjectStore } from "../object-store/object-store.ts";
import { listClaims, listDeadSweeps } from "./claim.ts";
import type { Clock } from "./clock.ts";
import { listPinned, planPrune, type PrunePlan, type PruneRules } from "./plan-prune.ts";
import { type Survey, surveyModels } from "./survey-models.ts";
import { type Sweep, withSweep } from "./sweep.ts";

export interface PruneContext {
  readonly store: ObjectStore;
  readonly clock: Clock;
  /** Objects that are gone, of those that have to go. */
  readonly onProgress: (done: number, total: number) => void;
}

/** What `prune` would remove at this moment; nothing is written. @throws KanjoError as `prune` */
export async function previewPrune(
  rules: PruneRules,
  { store, clock }: Pick<PruneContext, "store" | "clock">,
): Promise<PrunePlan> {
  const { plan } = await look(rules, store, { storeTime: clock.now(), keep: async () => {} });
  return plan;
}

/**
 * @throws KanjoError `prune-refused` where it cannot be told what is needed, `prune-too-slow`, `claim-invalid`, `object-store-failed`
 */
export async function prune(
  rules: PruneRules,
  { store, clock, onProgress }: PruneContext,
): Promise<PrunePlan> {
  return withSweep({ store, clock }, async (sweep) => {
    const { plan, abandoned } = await look(rules, store, sweep);
    const dead = await listDeadSweeps(store, sweep.storeTime);
    const keys = [...plan.manifests, ...plan.blobs, ...abandoned, ...dead];
    for (const [at, key] of keys.entries()) {
      onProgress(at, keys.length);
      await sweep.remove(key);
    }
    onProgress(keys.length, keys.length);
    return plan;
  });
}

interface Look {
  readonly plan: PrunePlan;
  /** Keys of claims that nobody holds any more. */
  readonly abandoned: readonly string[];
}

async function look(
  rules: PruneRules,
  store: ObjectStore,
  { storeTime, keep }: Pick<Sweep, "storeTime" | "keep">,
): Promise<Look> {
  // Before anything else: what takes a claim's place was written before the claim was removed.
  const { held: claims, abandoned } = await listClaims(store, storeTime);
  const survey = await surveyModels({ store, name: null, onStep: keep });
  requireReadable(survey, store);
  const blobs: ListedObject[] = [];
  for await (const blob of store.list(BLOBS_PREFIX)) {
    await keep();
    blobs.push(blob);
  }
  return { plan: planPrune({ survey, blobs, claims, storeTime }, rules), abandoned };
}

/** What cannot be read may need anything. */
function requireReadable(survey: Survey, store: ObjectStore): void {
  const problems = [
    ...survey.unknown.map((key) => `${key} is nothing that this trainer knows`),
    ...survey.channels.flatMap(({ problem }) => problem ?? []),
    ...survey.manifests.flatMap(({ files, problem }) => (files === null ? (problem ?? []) : [])),
    ...listPinned(survey).flatMap(({ key, sha256, by }) => {
      const found = survey.manifests.find((one) => one.key === key);
      return found?.sha256 === sha256 ? [] : [`${key}, which ${by} names, is missing or damaged`];
    }),
  ];
  if (problems.length === 0) return;
  throw new KanjoError(
    "prune-refused",
    `${store.description}: it cannot be told what is needed: ${problems.join("; ")}`,
    {
      hint: "pnpm --filter trainer verify shows every damage. What a newer trainer wrote is pruned by that one; promote another version in place of a damaged one.",
    },
  );
}
