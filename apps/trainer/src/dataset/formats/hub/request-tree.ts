import { KanjoError } from "@kanjo/shared/error";
import * as z from "zod";

import { type HubSettings, originOf } from "../../../hub/settings.ts";
import { reasonOf } from "../../../remote/reason-of.ts";

const OUTSIDE = new Set(["", ".", ".."]);

/** A file in the repository of a data set. */
export const ListedFile = z.object({
  /** Stays inside the folder that it is kept in. */
  path: z
    .string()
    .refine(
      (path) => !path.includes("\\") && !path.split("/").some((part) => OUTSIDE.has(part)),
      "expected a relative path without . and ..",
    ),
  /** Changes with the file. */
  oid: z.string(),
  /** SHA-256 of the file, for files in Git LFS. */
  lfs: z.object({ oid: z.string() }).optional(),
});
export type ListedFile = z.infer<typeof ListedFile>;

/**
 * Every file of a revision, from the Hub's tree API; none where there is no such revision.
 * @throws KanjoError `remote-unreachable`, `remote-refused`
 */
export async function requestTree(
  dataset: string,
  revision: string,
  settings: HubSettings,
): Promise<ListedFile[]> {
  const found: ListedFile[] = [];
  const path = `api/datasets/${dataset}/tree/${encodeURIComponent(revision)}?recursive=true`;
  let url: string | null = `${settings.endpoint}/${path}`;
  while (url !== null) {
    const response: Response = await requestPage(url, dataset, settings);
    if (response.status === 404) return [];
    found.push(...(await readPage(response, dataset, settings)));
    url = nextPage(response, settings);
  }
  return found;
}

const IDLE_MS = 30_000;

async function requestPage(url: string, dataset: string, settings: HubSettings): Promise<Response> {
  const { token } = settings;
  const response = await fetch(url, {
    headers: token === null ? {} : { authorization: `Bearer ${token}` },
    signal: AbortSignal.timeout(IDLE_MS),
  }).catch((cause: unknown) => {
    throw describeFailure(dataset, settings, reasonOf(cause), cause);
  });
  const { status } = response;
  if (response.ok || status === 404) return response;
  if (status === 429 || status >= 500) {
    throw describeFailure(dataset, settings, `it answered ${status}`);
  }
  throw new KanjoError(
    "remote-refused",
    `${originOf(settings)} answered ${status} for the data set ${dataset}`,
    { hint: "Is the id right? For a private or gated data set set HF_TOKEN." },
  );
}

async function readPage(
  response: Response,
  dataset: string,
  settings: HubSettings,
): Promise<ListedFile[]> {
  const page: unknown = await response.json().catch(() => null);
  const listed = z.array(ListedFile).safeParse(page);
  if (listed.success) return listed.data;
  throw describeFailure(dataset, settings, "it answered what is no list of files", listed.error);
}

/** The Hub gives long lists in pages; the next one is asked for at the same endpoint alone. */
function nextPage({ headers }: Response, { endpoint }: HubSettings): string | null {
  const next = /<([^>]+)>;\s*rel="next"/.exec(headers.get("link") ?? "")?.[1];
  if (next === undefined) return null;
  const { pathname, search } = new URL(next, endpoint);
  return `${new URL(endpoint).origin}${pathname}${search}`;
}

function describeFailure(
  dataset: string,
  settings: HubSettings,
  reason: string,
  cause?: unknown,
): KanjoError {
  return new KanjoError(
    "remote-unreachable",
    `${originOf(settings)}: the files of the data set ${dataset} cannot be listed: ${reason}`,
    {
      hint: "Check the network; KANJO_HUB_MIRROR names a folder of downloaded data sets.",
      cause,
    },
  );
}
