/** What goes in and out over HTTP; the API description is made from these. */
import { Sha256 } from "@kanjo/shared/digest";
import { Identifier } from "@kanjo/shared/manifest/identifier";
import * as z from "zod";

/** Longest text of a question, in UTF-16 units. */
export const MAX_TEXT_UNITS = 2_000;

/** Query of `GET /sentiment`. Zod's own `max` counts code points, not UTF-16 units. */
export const SentimentQuery = z.strictObject({
  text: z
    .string()
    .refine((text) => text.length <= MAX_TEXT_UNITS)
    .refine((text) => text.trim() !== ""),
});

const Probability = z.number().min(0).max(1);

/** Answer of `GET /sentiment`. */
export const SentimentAnswer = z.strictObject({
  label: z.string(),
  /** Probability of `label`. */
  score: Probability,
  /** Probability of every label; they sum to 1. */
  scores: z.record(z.string(), Probability),
  model: z.strictObject({ name: Identifier, version: Identifier }),
  /** Tokens that the model saw, special tokens included. */
  tokens: z.int().min(2),
  /** Whether the text was cut to what the model takes. */
  truncated: z.boolean(),
});
export type SentimentAnswer = z.infer<typeof SentimentAnswer>;

/** Answer of `GET /healthz`. */
export const Health = z.strictObject({ status: z.literal("ok") });
export type Health = z.infer<typeof Health>;

/** Answer of `GET /readyz`. */
export const Readiness = z.strictObject({
  status: z.literal("ready"),
  model: z.strictObject({ name: Identifier, version: Identifier, manifestSha256: Sha256 }),
  /** Size of onnxruntime's heap, which workerd's own figures leave out. */
  memory: z.strictObject({ wasmBytes: z.int().nonnegative() }),
});
export type Readiness = z.infer<typeof Readiness>;

/** Problem details (RFC 9457), with members of its own for each type. */
export const Problem = z.looseObject({
  /** A URI reference that stays the same: `/problems/text-missing`. */
  type: z.string().regex(/^\/problems\/[a-z-]+$/),
  title: z.string(),
  status: z.int().min(400).max(599),
  detail: z.string(),
});
export type Problem = z.infer<typeof Problem>;
