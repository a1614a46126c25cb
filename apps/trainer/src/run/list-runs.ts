import { access, readdir, stat } from "node:fs/promises";
import { isAbsolute, join, relative, resolve } from "node:path";

import { KanjoError } from "@kanjo/shared/error";

import { readRun, type Run } from "./read-run.ts";

/** Folders of a run that hold no runs of their own. */
const PARTS = new Set(["data", "engine", "release"]);

/** Files and folders by which a run is known, also one that ended before it had a recipe. */
const SIGNS = ["recipe.json", "result.json", "process.json", "engine"];

/** Seeds and trials lie in their run's folder, or a folder below. */
const DEEPEST = 4;

/**
 * All runs of a folder and the runs inside them, the newest first; those inside follow the one
 * that they belong to. None where there is no such folder.
 */
export async function listRuns(runsDir: string): Promise<readonly Run[]> {
  const dirs = await findRuns(runsDir, DEEPEST);
  const runs = await Promise.all(dirs.map((dir) => readRun(dir, relative(runsDir, dir))));
  const dates = new Map(runs.map(({ name, date }) => [name, date ?? ""]));
  const family = ({ name }: Run): string => name.split(/[/\\]/)[0] ?? name;
  const newest = (run: Run): string => dates.get(family(run)) ?? run.date ?? "";
  return runs.toSorted(
    (a, b) =>
      compare(newest(b), newest(a)) || compare(family(a), family(b)) || compare(a.name, b.name),
  );
}

/**
 * One run, by its name within the folder of runs or by its path.
 * @throws KanjoError `run-missing`
 */
export async function findRun(name: string, runsDir: string, callerDir: string): Promise<Run> {
  for (const dir of [join(runsDir, name), resolve(callerDir, name)]) {
    if (!(await isRun(dir))) continue;
    const within = relative(runsDir, dir);
    return readRun(dir, within.startsWith("..") || isAbsolute(within) ? dir : within);
  }
  throw new KanjoError("run-missing", `no run ${name} in ${runsDir}`, {
    hint: "trainer runs list shows those that there are; --runs names another folder.",
  });
}

async function findRuns(dir: string, depth: number): Promise<readonly string[]> {
  if (depth === 0) return [];
  const entries = await readdir(dir, { withFileTypes: true }).catch(() => []);
  const inner = entries.filter((entry) => entry.isDirectory() && !PARTS.has(entry.name));
  const found = await Promise.all(
    inner.map(async ({ name }) => {
      const folder = join(dir, name);
      const below = await findRuns(folder, depth - 1);
      return (await isRun(folder)) ? [folder, ...below] : below;
    }),
  );
  return found.flat();
}

async function isRun(dir: string): Promise<boolean> {
  const isFolder = await stat(dir).then(
    (found) => found.isDirectory(),
    () => false,
  );
  if (!isFolder) return false;
  const signs = await Promise.allSettled(SIGNS.map((sign) => access(join(dir, sign))));
  return signs.some(({ status }) => status === "fulfilled");
}

function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
