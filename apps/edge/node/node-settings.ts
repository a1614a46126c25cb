/**
 * What Node needs to be told and Cloudflare does not: where models lie, and where to
 * listen. Models come from a folder (`MODELS_DIR`) or from an S3-compatible store, by the
 * variables that the trainer publishes with.
 */
import { KanjoError } from "@kanjo/shared/error";
import * as z from "zod";

export interface NodeSettings {
  readonly models: ModelPlace;
  /** 0 takes any free port. */
  readonly port: number;
  readonly host: string;
}

export type ModelPlace =
  | { readonly kind: "folder"; readonly folder: string }
  | { readonly kind: "s3"; readonly settings: S3Settings };

export interface S3Settings {
  readonly endpoint: string;
  readonly bucket: string;
  readonly region: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

export type Variables = Readonly<Record<string, string | undefined>>;

const MAX_PORT = 65_535;

const Text = z.string("is missing");
const S3Variables = z.object({
  S3_ENDPOINT: z.url({ protocol: /^https?$/, error: "expected an http:// or https:// address" }),
  S3_BUCKET: Text,
  S3_REGION: z.string().default("auto"),
  S3_ACCESS_KEY_ID: Text,
  S3_SECRET_ACCESS_KEY: Text,
});
const Place = z.object({
  PORT: z.coerce.number().int().min(0).max(MAX_PORT).default(8787),
  HOST: z.string().default("127.0.0.1"),
});

/** @throws KanjoError `settings-invalid`, with the names of all that is wrong and no value */
export function readNodeSettings(variables: Variables): NodeSettings {
  const given = withoutEmpty(variables);
  const { PORT, HOST } = parse(Place, given);
  const folder = given["MODELS_DIR"];
  const models: ModelPlace =
    folder === undefined
      ? { kind: "s3", settings: toS3Settings(parse(S3Variables, given)) }
      : { kind: "folder", folder };
  return { models, port: PORT, host: HOST };
}

/** A variable that is there and empty is how shells say that there is none. */
export function withoutEmpty(variables: Variables): Variables {
  return Object.fromEntries(Object.entries(variables).filter(([, value]) => value !== ""));
}

function parse<T>(schema: z.ZodType<T>, given: Variables): T {
  const result = schema.safeParse(given);
  if (result.success) return result.data;
  const problems = result.error.issues.map(({ path, message }) => `${String(path[0])}: ${message}`);
  throw new KanjoError("settings-invalid", `settings: ${problems.join("; ")}`, {
    hint: "Models come from the folder MODELS_DIR, or from the store that S3_ENDPOINT, S3_BUCKET, S3_ACCESS_KEY_ID and S3_SECRET_ACCESS_KEY name: docs/deploy.md.",
  });
}

function toS3Settings(variables: z.output<typeof S3Variables>): S3Settings {
  return {
    endpoint: variables.S3_ENDPOINT,
    bucket: variables.S3_BUCKET,
    region: variables.S3_REGION,
    accessKeyId: variables.S3_ACCESS_KEY_ID,
    secretAccessKey: variables.S3_SECRET_ACCESS_KEY,
  };
}
