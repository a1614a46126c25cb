/**
 * The worker's configuration, checked once when an isolate starts. Every variable
 * that is wrong or missing is named in one error, and so is what does not go together:
 * a worker that is open by mistake is worse than one that does not start.
 */
import { KanjoError } from "@kanjo/shared/error";
import { Identifier } from "@kanjo/shared/manifest/identifier";
import * as z from "zod";

import { type ApiKeyHash, parseApiKeyHashes } from "./access/api-keys.ts";
import type { AllowedOrigins } from "./access/cors.ts";
import { parseOrigins } from "./access/parse-origins.ts";

export interface Settings {
  readonly modelName: string;
  readonly channel: string;
  /** The channel that some of the isolates serve, as many as its pointer says; null where there is none. */
  readonly canaryChannel: string | null;
  /** How old, in ms, what is known of the channel's pointer may get before it is read again. */
  readonly pointerMaxAgeMs: number;
  /** Whether a question may name the version or channel that it wants an answer of. */
  readonly allowVersionChoice: boolean;
  /** Keys of those who may ask; empty where everyone may. */
  readonly apiKeys: readonly ApiKeyHash[];
  /** What the bindings ADDRESS_LIMITER and KEY_LIMITER count over. */
  readonly limitPeriodSeconds: number;
  readonly allowedOrigins: AllowedOrigins;
  /** How long an answer is kept; 0 keeps none. */
  readonly cacheSeconds: number;
  /** Most questions that an isolate has at a time. */
  readonly queueQuestions: number;
  /** Most tokens that the model is still to see for them. */
  readonly queueTokens: number;
}

/** The largest question has 16,384 tokens and must always find room in an empty queue. */
const MIN_QUEUE_TOKENS = 16_384;

/** Cloudflare's caches keep nothing longer than a year. */
const MAX_CACHE_SECONDS = 31_536_000;

const ApiKeyHashes = z.string().transform((list, context) => {
  const keys = parseApiKeyHashes(list);
  if (keys === null) {
    context.addIssue("expected name:sha256 pairs with commas between, 64 lower-case digits each");
    return z.NEVER;
  }
  return keys;
});

const Origins = z.string().transform((list, context) => {
  const origins = parseOrigins(list);
  if (origins === null) {
    context.addIssue("expected * alone, or origins like https://example.com with commas between");
    return z.NEVER;
  }
  return origins;
});

/** `Number(" 7 ")` is 7, which is not meant. */
function makeInt(min: number, max: number) {
  return z
    .string()
    .regex(/^[0-9]{1,9}$/, "expected a whole number")
    .transform(Number)
    .pipe(z.number().min(min).max(max));
}

const Variables = z.object({
  MODEL_NAME: Identifier,
  CHANNEL: Identifier,
  CANARY_CHANNEL: Identifier.optional(),
  POINTER_MAX_AGE_SECONDS: z.coerce.number().nonnegative(),
  ALLOW_VERSION_CHOICE: z.enum(["true", "false"]).optional(),
  ACCESS: z.enum(["open", "keys"]).optional(),
  API_KEY_HASHES: ApiKeyHashes.optional(),
  LIMIT_PERIOD_SECONDS: z.enum(["10", "60"]).optional(),
  ALLOWED_ORIGINS: Origins.optional(),
  CACHE_SECONDS: makeInt(0, MAX_CACHE_SECONDS).optional(),
  QUEUE_QUESTIONS: makeInt(1, 10_000).optional(),
  QUEUE_TOKENS: makeInt(MIN_QUEUE_TOKENS, 1_000_000).optional(),
});
type Variables = z.output<typeof Variables>;

/**
 * Reads the worker's variables.
 * @param others what is wrong besides: a binding that is missing
 * @throws KanjoError `settings-invalid`
 */
export function parseSettings(variables: object, others: readonly string[] = []): Settings {
  const given = withoutEmpty(variables);
  const result = Variables.safeParse(given);
  const problems = [
    ...describeProblems(result.error?.issues ?? [], given),
    ...findContradictions(given),
    ...others,
  ];
  if (result.success && problems.length === 0) return toSettings(result.data);
  throw new KanjoError("settings-invalid", `settings: ${problems.join("; ")}`, {
    hint: "Set variables under [vars] in wrangler.toml and API_KEY_HASHES by `wrangler secret put`: docs/operating.md lists them.",
    cause: result.error,
  });
}

type Given = Readonly<Record<string, unknown>>;

/** A variable that is there and empty is how TOML and shells say that there is none. */
function withoutEmpty(variables: object): Given {
  return Object.fromEntries(Object.entries(variables).filter(([, value]) => value !== ""));
}

/** Without the values: one of them is a secret. */
function describeProblems(issues: readonly z.core.$ZodIssue[], given: Given): string[] {
  return issues.map(({ path, message }) => {
    const name = String(path[0]);
    return `${name}: ${given[name] === undefined ? "is missing" : message}`;
  });
}

function findContradictions(given: Given): string[] {
  const { CHANNEL, CANARY_CHANNEL, ACCESS = "open", API_KEY_HASHES } = given;
  const findings: string[] = [];
  if (CANARY_CHANNEL !== undefined && CANARY_CHANNEL === CHANNEL) {
    findings.push("CANARY_CHANNEL: is the same as CHANNEL");
  }
  if (ACCESS === "keys" && API_KEY_HASHES === undefined) {
    findings.push("API_KEY_HASHES: is missing, which ACCESS=keys needs");
  }
  if (ACCESS === "open" && API_KEY_HASHES !== undefined) {
    findings.push("API_KEY_HASHES: is set, and of no use unless ACCESS is keys");
  }
  return findings;
}

function toSettings(variables: Variables): Settings {
  return {
    modelName: variables.MODEL_NAME,
    channel: variables.CHANNEL,
    canaryChannel: variables.CANARY_CHANNEL ?? null,
    pointerMaxAgeMs: variables.POINTER_MAX_AGE_SECONDS * 1000,
    allowVersionChoice: variables.ALLOW_VERSION_CHOICE === "true",
    apiKeys: variables.API_KEY_HASHES ?? [],
    limitPeriodSeconds: Number(variables.LIMIT_PERIOD_SECONDS ?? 60),
    allowedOrigins: variables.ALLOWED_ORIGINS ?? [],
    cacheSeconds: variables.CACHE_SECONDS ?? 0,
    queueQuestions: variables.QUEUE_QUESTIONS ?? 256,
    queueTokens: variables.QUEUE_TOKENS ?? 32_768,
  };
}
