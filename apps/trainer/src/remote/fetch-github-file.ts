import { stat } from "node:fs/promises";
import { join } from "node:path";

import { KanjoError } from "@kanjo/shared/error";

import { formatBytes } from "../terminal/reporter.ts";
import { digestFile } from "../verify-file.ts";
import { keepFile, type KeepOptions, readFileRecord } from "./kept-file.ts";
import type { RemoteSettings } from "./settings.ts";

/** One file of a public GitHub repository. */
export interface GithubFile {
  readonly owner: string;
  readonly repository: string;
  /** Branch, tag or commit. */
  readonly revision: string;
  readonly path: string;
}

export interface FetchedFile {
  readonly path: string;
  /** Whether it is from the mirror, which may hold something else than the authors' file. */
  readonly mirrored: boolean;
}

/** Whether the file was downloaded before, so that fetching it needs no network. */
export async function isKept(file: GithubFile, settings: RemoteSettings): Promise<boolean> {
  return settings.mirror === null && (await readFileRecord(placeFile(file, settings))) !== null;
}

/**
 * The file on this machine: kept, downloaded, or in the mirror.
 * @throws KanjoError `remote-unreachable`, `remote-refused`, `remote-missing`
 */
export async function fetchGithubFile(
  file: GithubFile,
  settings: RemoteSettings,
  options: KeepOptions,
): Promise<FetchedFile> {
  const { owner, repository, revision, path } = file;
  const { endpoint, mirror } = settings;
  if (mirror !== null) return readMirror(file, mirror, options);
  const kept = placeFile(file, settings);
  const url = `${endpoint}/${[owner, repository, revision, path].join("/")}`;
  const request = { url, headers: {}, shown: url, file: kept, version: null, sha256: null };
  await keepFile(request, options);
  return { path: kept, mirrored: false };
}

function placeFile(file: GithubFile, { cacheDir }: RemoteSettings): string {
  const { owner, repository, revision, path } = file;
  return join(cacheDir, "github", owner, repository, encodeURIComponent(revision), path);
}

async function readMirror(
  { owner, repository, path }: GithubFile,
  mirror: string,
  { reporter }: KeepOptions,
): Promise<FetchedFile> {
  const name = [owner, repository, path].join("/");
  const file = join(mirror, name);
  const found = await stat(file).catch((cause: unknown) => {
    throw new KanjoError("remote-missing", `KANJO_DATA_MIRROR has no ${name}`, {
      hint: "Put the file there, or leave KANJO_DATA_MIRROR unset to download it.",
      cause,
    });
  });
  const digest = await digestFile(file);
  reporter.line("mirror", `${name}: ${formatBytes(found.size)}, SHA-256 ${digest}`);
  return { path: file, mirrored: true };
}
