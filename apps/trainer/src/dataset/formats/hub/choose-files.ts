import { dataError } from "../../data-error.ts";
import type { Split } from "../../dataset.ts";
import { parseSplitName } from "../columns.ts";

/** A parquet file and the split that its name says; null where it says none. */
export interface SplitFile {
  readonly path: string;
  readonly split: Split | null;
}

/**
 * The files of one configuration with their splits, as data sets of the Hub are
 * laid out: `data/train-00000-of-00001.parquet`, `<config>/train-….parquet`, or
 * `<config>/train/0000.parquet`.
 * @param config null takes the only one, or `default`
 * @throws KanjoError `data-invalid` listing the configurations there are
 */
export function chooseFiles(paths: readonly string[], config: string | null): SplitFile[] {
  const configs = new Set(paths.map(configOf).filter((found) => found !== ""));
  const chosen = config ?? chooseConfig(configs);
  const files = paths.filter((path) => chosen === null || configOf(path) === chosen);
  if (files.length > 0) return files.toSorted().map((path) => ({ path, split: splitOf(path) }));
  throw unknownConfig(`it has no configuration ${JSON.stringify(chosen)}`, configs);
}

function chooseConfig(configs: ReadonlySet<string>): string | null {
  const [first = null, ...others] = configs;
  if (others.length === 0) return first;
  if (configs.has("default")) return "default";
  throw unknownConfig("it has several configurations", configs);
}

function unknownConfig(what: string, configs: ReadonlySet<string>): Error {
  return dataError(
    `the data set cannot be read: ${what}; there are: ${[...configs].join(", ") || "none"}`,
    "Name one in the recipe: data.config.",
  );
}

/** The first folder, unless it is a split or says nothing. */
function configOf(path: string): string {
  const [folder = "", ...rest] = path.split("/");
  return rest.length === 0 || folder === "data" || parseSplitName(folder) !== null ? "" : folder;
}

/** By the file's name or, where that is a number, by its folder's. */
function splitOf(path: string): Split | null {
  const [file = "", folder = ""] = path.split("/").toReversed();
  const names = [...file.replace(/\.parquet$/, "").split(/[-_.]/), folder.replace("partial-", "")];
  return names.map(parseSplitName).find((split) => split !== null) ?? null;
}
