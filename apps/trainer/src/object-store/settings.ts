import { KanjoError } from "@kanjo/shared/error";

export interface S3Settings {
  readonly endpoint: string;
  readonly bucket: string;
  readonly region: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

const REQUIRED = ["S3_ENDPOINT", "S3_BUCKET", "S3_ACCESS_KEY_ID", "S3_SECRET_ACCESS_KEY"] as const;

/**
 * Settings of the user's own store from the environment, or null when neither
 * S3_ENDPOINT nor S3_BUCKET is set: then the embedded store is used. AWS's own names of the
 * credentials and the region are understood, too.
 * @throws KanjoError `s3-settings-incomplete` when only some are set
 */
export function readS3Settings(
  env: Readonly<Record<string, string | undefined>>,
): S3Settings | null {
  if (!env["S3_ENDPOINT"] && !env["S3_BUCKET"]) return null;
  const values = {
    S3_ENDPOINT: env["S3_ENDPOINT"],
    S3_BUCKET: env["S3_BUCKET"],
    S3_ACCESS_KEY_ID: env["S3_ACCESS_KEY_ID"] || env["AWS_ACCESS_KEY_ID"],
    S3_SECRET_ACCESS_KEY: env["S3_SECRET_ACCESS_KEY"] || env["AWS_SECRET_ACCESS_KEY"],
  };
  const missing = REQUIRED.filter((name) => !values[name]);
  if (missing.length > 0) {
    throw new KanjoError("s3-settings-incomplete", `${missing.join(", ")} not set`, {
      hint: "Set them in the environment or in .env; unset S3_ENDPOINT and S3_BUCKET to use the embedded store.",
    });
  }
  const endpoint = values.S3_ENDPOINT ?? "";
  requireAddress(endpoint);
  return {
    endpoint,
    bucket: values.S3_BUCKET ?? "",
    region: env["S3_REGION"] || env["AWS_REGION"] || "auto",
    accessKeyId: values.S3_ACCESS_KEY_ID ?? "",
    secretAccessKey: values.S3_SECRET_ACCESS_KEY ?? "",
  };
}

/** The value itself is not shown: it may hold a password. */
function requireAddress(endpoint: string): void {
  const url = /^https?:/.test(endpoint) ? URL.parse(endpoint) : null;
  if (url !== null && url.username === "" && url.password === "" && url.search === "") return;
  throw new KanjoError(
    "s3-settings-incomplete",
    url === null
      ? "S3_ENDPOINT is no address that begins with http:// or https://"
      : "S3_ENDPOINT has a user name, a password or a query, expected an address without",
    {
      hint: "For R2: https://<account id>.r2.cloudflarestorage.com; the key goes into S3_ACCESS_KEY_ID and S3_SECRET_ACCESS_KEY.",
    },
  );
}
