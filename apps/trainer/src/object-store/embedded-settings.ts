import { readFile } from "node:fs/promises";
import { join } from "node:path";

import { KanjoError } from "@kanjo/shared/error";
import { parse } from "smol-toml";
import * as z from "zod";

import { root } from "../paths.ts";
import type { S3Settings } from "./settings.ts";

const S3_PATH = "/cdn-cgi/local/r2/s3";

const LocalBucket = z.object({
  bucket_name: z.string(),
  local_dev: z.object({
    experimental_s3_credentials: z.object({ accessKeyId: z.string(), secretAccessKey: z.string() }),
  }),
});
const WranglerConfig = z.object({ r2_buckets: z.tuple([LocalBucket]) });

/** S3 settings of the bucket that a local `wrangler dev` serves, from wrangler.toml. */
export async function readEmbeddedSettings(serverUrl: string): Promise<S3Settings> {
  const config = WranglerConfig.safeParse(
    parse(await readFile(join(root, "wrangler.toml"), "utf8")),
  );
  if (!config.success) {
    throw new KanjoError(
      "wrangler-config-invalid",
      "wrangler.toml: the R2 bucket has no local S3 credentials",
      {
        hint: "Restore [r2_buckets.local_dev] from the repository, or set S3_ENDPOINT and S3_BUCKET.",
        cause: config.error,
      },
    );
  }
  const [bucket] = config.data.r2_buckets;
  return {
    endpoint: `${serverUrl}${S3_PATH}`,
    bucket: bucket.bucket_name,
    region: "auto",
    ...bucket.local_dev.experimental_s3_credentials,
  };
}
