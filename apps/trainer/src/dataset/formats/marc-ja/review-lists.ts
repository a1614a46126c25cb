import { fetchGithubFile } from "../../../remote/fetch-github-file.ts";
import { readRemoteSettings } from "../../../remote/settings.ts";
import type { LoadOptions } from "../../load-options.ts";
import { readText } from "../../read-text.ts";

/** What ten people made of a split's reviews. */
export interface ReviewLists {
  /** Ids of reviews that they did not agree about. */
  readonly dropped: ReadonlySet<string>;
  /** Label by id, for reviews whose text says something else than their stars. */
  readonly corrected: ReadonlyMap<string, string>;
}

/** JGLUE's lists for its validation or test split. @throws KanjoError `remote-*` */
export async function fetchReviewLists(
  split: "valid" | "test",
  options: LoadOptions,
): Promise<ReviewLists> {
  const dropped = await fetchLines(`filter_review_id_list/${split}.txt`, options);
  const corrected = await fetchLines(`label_conv_review_id_list/${split}.txt`, options);
  return { dropped: new Set(dropped), corrected: new Map(corrected.map(readPair)) };
}

async function fetchLines(list: string, options: LoadOptions): Promise<string[]> {
  const file = {
    owner: "yahoojapan",
    repository: "JGLUE",
    revision: "main",
    path: `preprocess/marc-ja/data/${list}`,
  };
  const settings = options.remote ?? readRemoteSettings(process.env);
  const { path } = await fetchGithubFile(file, settings, options);
  return (await readText(path))
    .split("\n")
    .map((line) => line.trim())
    .filter(Boolean);
}

function readPair(line: string): [string, string] {
  const [id = "", label = ""] = line.split(",");
  return [id, label];
}
