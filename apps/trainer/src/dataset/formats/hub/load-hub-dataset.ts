import { readdir } from "node:fs/promises";
import { join, sep } from "node:path";

import { KanjoError } from "@kanjo/shared/error";

import { type HubSettings, originOf, readHubSettings } from "../../../hub/settings.ts";
import type { DataSource } from "../../../recipe/data-source.ts";
import { keepFile } from "../../../remote/kept-file.ts";
import type { Row } from "../../dataset.ts";
import type { LoadOptions } from "../../load-options.ts";
import { chooseFiles, type SplitFile } from "./choose-files.ts";
import { listParquetFiles, placeDataset } from "./list-parquet-files.ts";
import { readParquet } from "./read-parquet.ts";
import type { ListedFile } from "./request-tree.ts";

type HubSource = Extract<DataSource, { format: "hub" }>;

const DATASET_ID = /^[A-Za-z0-9][\w.-]*(\/[A-Za-z0-9][\w.-]*)?$/;

/**
 * The rows of a data set of the Hub, or of the mirror folder in its place.
 * @throws KanjoError `usage`, `data-invalid`, `remote-*`
 */
export async function loadHubRows(source: HubSource, options: LoadOptions): Promise<Row[]> {
  const settings = options.hub ?? readHubSettings(process.env);
  if (!DATASET_ID.test(source.dataset)) {
    throw new KanjoError(
      "usage",
      `data.dataset is ${JSON.stringify(source.dataset)}, no id of the Hub`,
      {
        hint: "Such as shunk031/JGLUE.",
      },
    );
  }
  const found =
    settings.mirror === null
      ? await fetchFiles(source, settings, options)
      : await findMirrored(source, settings.mirror);
  const columns = {
    text: source.text_column,
    label: source.label_column,
    group: source.group_column,
    split: null,
  };
  const rows: Row[] = [];
  for (const { path, file, split } of found) {
    for (const row of await readParquet(file, path, columns, split)) rows.push(row);
  }
  return rows;
}

interface FoundFile extends SplitFile {
  /** Where it lies on this machine. */
  readonly file: string;
}

async function findMirrored({ dataset, config }: HubSource, mirror: string): Promise<FoundFile[]> {
  const folder = join(mirror, "datasets", dataset);
  const all = await readdir(folder, { recursive: true }).catch((cause: unknown) => {
    throw new KanjoError("remote-missing", `KANJO_HUB_MIRROR has no folder datasets/${dataset}`, {
      hint: "Put the data set's parquet files there, or leave KANJO_HUB_MIRROR unset.",
      cause,
    });
  });
  const paths = all
    .map((path) => path.split(sep).join("/"))
    .filter((path) => path.endsWith(".parquet"));
  return chooseFiles(paths, config).map((chosen) => ({
    ...chosen,
    file: join(folder, chosen.path),
  }));
}

async function fetchFiles(
  { dataset, config, revision: wanted }: HubSource,
  settings: HubSettings,
  options: LoadOptions,
): Promise<FoundFile[]> {
  const { revision, files } = await listParquetFiles(dataset, wanted, settings, (failure) => {
    options.reporter.line("hub", `${failure.message}; using what was kept`);
  });
  const chosen = chooseFiles(
    files.map((listed) => listed.path),
    config,
  );
  const fetched: FoundFile[] = [];
  for (const one of chosen) {
    const listed = files.find(({ path }) => path === one.path);
    if (listed === undefined) continue;
    fetched.push({
      ...one,
      file: await fetchFile({ dataset, revision, listed }, settings, options),
    });
  }
  return fetched;
}

async function fetchFile(
  wanted: { readonly dataset: string; readonly revision: string; readonly listed: ListedFile },
  settings: HubSettings,
  options: LoadOptions,
): Promise<string> {
  const { dataset, revision, listed } = wanted;
  const { endpoint, token } = settings;
  const place = join(placeDataset(dataset, settings), encodeURIComponent(revision));
  const file = join(place, listed.path);
  const path = listed.path.split("/").map(encodeURIComponent).join("/");
  const url = `${endpoint}/datasets/${dataset}/resolve/${encodeURIComponent(revision)}/${path}`;
  await keepFile(
    {
      url,
      headers: token === null ? {} : { authorization: `Bearer ${token}` },
      shown: `${originOf(settings)}: ${dataset}/${listed.path}`,
      file,
      version: listed.oid,
      sha256: listed.lfs?.oid ?? null,
    },
    options,
  );
  return file;
}
