/** What `wrangler deploy` would send. */
import { KanjoError } from "@kanjo/shared/error";

import { dryRunDeploy } from "./workerd.ts";

export interface Upload {
  readonly bytes: number;
  readonly gzipBytes: number;
}

const KIBIBYTE = 2 ** 10;

/** Far below what Cloudflare has ever allowed a paid plan, 10 MB; what is larger starts later. onnxruntime alone has 3.3 MiB. */
export const UPLOAD_BUDGET_BYTES = 4 * 2 ** 20;

/** @throws KanjoError `upload-unknown` when wrangler does not say it as it used to */
export async function measureUpload(outDir: string): Promise<Upload> {
  const output = await dryRunDeploy(outDir);
  const [, raw, gzip] = /Total Upload: ([\d.]+) KiB \/ gzip: ([\d.]+) KiB/.exec(output) ?? [];
  if (raw === undefined || gzip === undefined) {
    throw new KanjoError("upload-unknown", "wrangler does not say how large the upload is");
  }
  return { bytes: Number(raw) * KIBIBYTE, gzipBytes: Number(gzip) * KIBIBYTE };
}

export function describeUpload({ bytes, gzipBytes }: Upload): string {
  return `Upload: ${(bytes / 2 ** 20).toFixed(2)} MiB, gzip ${(gzipBytes / 2 ** 20).toFixed(2)} MiB (budget: ${UPLOAD_BUDGET_BYTES / 2 ** 20} MiB).`;
}
