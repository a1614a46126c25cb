/**
 * The parquet files of a data set of the Hub, from its tree API. A data set that
 * has none of its own is looked for in `refs/convert/parquet`, where the Hub
 * keeps its own conversion.
 */
import { join } from "node:path";

import { KanjoError } from "@kanjo/shared/error";
import * as z from "zod";

import { type HubSettings, originOf } from "../../../hub/settings.ts";
import { readJson } from "../../../read-json.ts";
import { writeAtomically } from "../../../write-atomically.ts";
import { ListedFile, requestTree } from "./request-tree.ts";

export interface ParquetList {
  readonly revision: string;
  readonly files: readonly ListedFile[];
}

const ParquetList = z.object({ revision: z.string(), files: z.array(ListedFile) });

const CONVERTED = "refs/convert/parquet";

/**
 * @param onKept called with the reason when the Hub cannot be reached and the list of the last time is used
 * @throws KanjoError `remote-unreachable`, `remote-refused`, `data-invalid` when there is no parquet file
 */
export async function listParquetFiles(
  dataset: string,
  revision: string,
  settings: HubSettings,
  onKept: (failure: KanjoError) => void,
): Promise<ParquetList> {
  const kept = join(placeDataset(dataset, settings), `${encodeURIComponent(revision)}.list.json`);
  try {
    const list = await requestList(dataset, revision, settings);
    await writeAtomically(kept, new TextEncoder().encode(JSON.stringify(list)));
    return list;
  } catch (error) {
    if (!(error instanceof KanjoError) || error.code !== "remote-unreachable") throw error;
    const list = (await readJson(kept, ParquetList)).value;
    if (list === null) throw error;
    onKept(error);
    return list;
  }
}

/** Folder of what is kept of a data set; each endpoint has its own. */
export function placeDataset(dataset: string, settings: HubSettings): string {
  const { host, pathname } = new URL(settings.endpoint);
  const hub = encodeURIComponent(pathname === "/" ? host : `${host}${pathname}`);
  return join(settings.cacheDir, hub, "datasets", dataset);
}

async function requestList(
  dataset: string,
  revision: string,
  settings: HubSettings,
): Promise<ParquetList> {
  for (const candidate of new Set([revision, CONVERTED])) {
    const files = await requestTree(dataset, candidate, settings);
    const parquet = files.filter(({ path }) => path.endsWith(".parquet"));
    if (parquet.length > 0) return { revision: candidate, files: parquet };
  }
  throw new KanjoError(
    "data-invalid",
    `${originOf(settings)} has no parquet files of the data set ${dataset} at ${revision}`,
    { hint: "Is the id right? Convert it to parquet or CSV first where it has other files." },
  );
}
