/** Everything that `trainer doctor` looks at, in the order in which it is told. */
import { join } from "node:path";

import type { Recipe } from "../recipe/recipe.ts";
import { isFolder } from "../recipe/resolve-paths.ts";
import { root } from "../paths.ts";
import type { Check } from "./check.ts";
import { checkNeeds } from "./check-data.ts";
import { checkCredentials } from "./check-credentials.ts";
import { checkDictionary } from "./check-dictionary.ts";
import { checkDisk } from "./check-disk.ts";
import { checkGpu, listDriverCards } from "./check-gpu.ts";
import { checkHub, type HubNeed } from "./check-hub.ts";
import { checkMemory } from "./check-memory.ts";
import { checkObjectStore } from "./check-object-store.ts";
import { checkProcessor } from "./check-processor.ts";
import { checkLibraries, checkPython, checkTorch } from "./check-python.ts";
import { checkPlan, makePlan, type Plan } from "./plan.ts";
import { probePython, type ProbeOutcome } from "./python-probe.ts";
import { readPins } from "./read-pins.ts";

export interface Examined {
  /** What would be trained; null looks at the machine alone. */
  readonly recipe: Recipe | null;
  readonly python: string;
  readonly runsDir: string;
  readonly env: Readonly<Record<string, string | undefined>>;
}

export async function examine({ recipe, python, runsDir, env }: Examined): Promise<Check[]> {
  const plan = recipe === null ? null : await makePlan(recipe, env);
  const pins = await readPins();
  const [outcome, ...world] = await Promise.all([
    probePython(python, [...pins.keys()], plan?.product ?? null),
    checkDictionary(recipe, python),
    checkObjectStore(env),
    checkHub(recipe === null ? null : needOfHub(recipe), env),
  ]);
  return [
    checkPython(python, outcome),
    ...(await examineProbe(outcome, pins)),
    await checkProcessor(),
    checkMemory(plan?.parameters ?? null),
    await checkDisk("disk of runs", runsDir, plan?.parameters ?? null),
    await checkDisk("disk of caches", join(root, ".kanjo"), null),
    ...world,
    checkCredentials(env),
    ...(plan === null ? [] : await examinePlan(plan, outcome)),
  ];
}

async function examineProbe(
  { probe }: ProbeOutcome,
  pins: ReadonlyMap<string, string>,
): Promise<Check[]> {
  if (probe === null) return [];
  const cards = await listDriverCards();
  return [checkLibraries(probe, pins), checkTorch(probe), checkGpu(cards, probe)];
}

async function examinePlan(plan: Plan, outcome: ProbeOutcome): Promise<Check[]> {
  return [await checkNeeds(plan.recipe), plan.data, checkPlan(plan, readSpeed(outcome))];
}

function needOfHub({ model, data }: Recipe): HubNeed | null {
  if (model.kind === "pretrained" && !isFolder(model.base)) {
    return { kind: "model", id: model.base, revision: model.revision };
  }
  return data.format === "hub"
    ? { kind: "dataset", id: data.dataset, revision: data.revision }
    : null;
}

function readSpeed({ probe }: ProbeOutcome): number | null {
  return probe === null || probe.torch.error !== null ? null : probe.torch.flops_per_second;
}
