import { basename } from "node:path";

import type { DataSource } from "../../../recipe/data-source.ts";
import { fetchGithubFile, type GithubFile, isKept } from "../../../remote/fetch-github-file.ts";
import { type License, requireLicense } from "../../../remote/require-license.ts";
import { readRemoteSettings } from "../../../remote/settings.ts";
import type { ClassificationDataset } from "../../dataset.ts";
import type { LoadOptions } from "../../load-options.ts";
import { readText } from "../../read-text.ts";
import { splitRows } from "../../split-rows.ts";
import { readWrime, WRIME_LABELS } from "./read-wrime.ts";
import { requireKnownCounts, WRIME_POSTS } from "./require-known-counts.ts";

type WrimeSource = Extract<DataSource, { format: "wrime" }>;

const WRIME_FILE: GithubFile = {
  owner: "ids-cv",
  repository: "wrime",
  revision: "master",
  path: "wrime-ver2.tsv",
};

const WRIME_LICENSE: License = {
  work: "WRIME",
  name: "CC BY-NC-ND 4.0",
  url: "https://creativecommons.org/licenses/by-nc-nd/4.0/",
  terms:
    "name its authors (Kajiwara et al., NAACL 2021), use it for no commercial purpose, and pass no changed copy on.",
};

/**
 * WRIME from a local file or, once its licence is accepted, from its authors.
 * @throws KanjoError `license-not-accepted`, `wrime-differs`, `data-invalid`, `remote-*`
 */
export async function loadWrime(
  source: WrimeSource,
  options: LoadOptions,
): Promise<ClassificationDataset> {
  const { classes, judges } = source;
  const { path, fromAuthors } = await locateFile(source, options);
  const { rows, posts } = readWrime(await readText(path), source, basename(path));
  const { splits, carved } = splitRows(rows);
  if (fromAuthors || posts >= WRIME_POSTS) {
    const asBook = classes === "binary" && judges === "readers";
    requireKnownCounts(path, posts, asBook ? splits : null);
  } else {
    const all = WRIME_POSTS.toLocaleString("en");
    options.reporter.line("warning", `${basename(path)} has ${posts} of WRIME's ${all} posts`);
  }
  return { task: "classification", labels: [...WRIME_LABELS[classes]], splits, carved };
}

async function locateFile(
  { files }: WrimeSource,
  options: LoadOptions,
): Promise<{ readonly path: string; readonly fromAuthors: boolean }> {
  if (files !== null) return { path: files, fromAuthors: false };
  const remote = options.remote ?? readRemoteSettings(process.env);
  // What is kept was downloaded with the licence accepted.
  if (!(await isKept(WRIME_FILE, remote))) requireLicense(WRIME_LICENSE, options);
  const { path, mirrored } = await fetchGithubFile(WRIME_FILE, remote, options);
  return { path, fromAuthors: !mirrored };
}
