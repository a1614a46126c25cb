/**
 * The artifact manifest: the one description of a released model. The trainer
 * writes it, the worker reads it, and neither accepts a field that it does not
 * know. `schemaVersion` is looked at before anything else, so that a worker
 * meets a newer manifest with a clear refusal and not with a list of findings.
 */
import * as z from "zod";

import { Sha256 } from "../digest.ts";
import { KanjoError } from "../error.ts";
import { TokenizerConfig } from "../tokenizer/config.ts";
import { describeIssues } from "../zod-issues.ts";
import { Calibration } from "./calibration.ts";
import { Comparison, ForcedPromotion, Gates } from "./gates.ts";
import { GoldenText } from "./golden-text.ts";
import { Identifier } from "./identifier.ts";

export const MANIFEST_SCHEMA_VERSION = 2;

/** A file of the release; its bytes lie under `blobs/sha256/<sha256>`. */
export const ArtifactFile = z.strictObject({
  path: z
    .string()
    .regex(
      /^[A-Za-z0-9_-][A-Za-z0-9._-]*(\/[A-Za-z0-9_-][A-Za-z0-9._-]*)*$/,
      "expected a relative path of names that do not begin with '.'",
    ),
  bytes: z.int().nonnegative(),
  sha256: Sha256,
});
export type ArtifactFile = z.infer<typeof ArtifactFile>;

/** A tensor of the ONNX graph; `shape` names its dynamic axes and gives its fixed ones. */
export const TensorSpec = z.strictObject({
  name: z.string().min(1),
  type: z.enum(["int64", "float32"]),
  shape: z.array(z.union([z.string(), z.int().positive()])),
});
export type TensorSpec = z.infer<typeof TensorSpec>;

/** Figures of one split, from the published bytes in onnxruntime-web. Fractions are 0 to 1. */
export const SplitMetrics = z.strictObject({
  /** SHA-256 over the split's labelled texts, in order: figures of two releases compare where it is the same. */
  dataSha256: Sha256,
  count: z.int().positive(),
  accuracy: z.number().min(0).max(1),
  macroF1: z.number().min(0).max(1),
  /** Matthews correlation coefficient of all classes (Gorodkin 2004), -1 to 1; 0 where it is not defined. */
  matthews: z.number().min(-1).max(1),
  /** Mean negative log-likelihood, in nats. */
  loss: z.number().nonnegative(),
  /** Of the predicted label's score, in 15 bins of equal width (Guo et al. 2017). */
  expectedCalibrationError: z.number().min(0).max(1),
  /** Mean squared distance of the scores from the gold label's unit vector, 0 to 2 (Brier 1950). */
  brier: z.number().min(0).max(2),
  /** Rows are gold labels, columns predicted labels, in the order of `labels`. */
  confusionMatrix: z.array(z.array(z.int().nonnegative())),
});
export type SplitMetrics = z.infer<typeof SplitMetrics>;

/** What the compression did, and what it cost on the test split. */
export const Compression = z.strictObject({
  weights: z.enum(["fp32", "int8", "int4"]),
  /** Share of labels that the float32 model gives, too. */
  agreement: z.number().min(0).max(1),
  /** Accuracy of the float32 model. */
  floatAccuracy: z.number().min(0).max(1),
  /** Entries of the vocabulary that were kept; null where it was not trimmed. */
  vocabulary: z.strictObject({ kept: z.int().positive(), of: z.int().positive() }).nullable(),
});
export type Compression = z.infer<typeof Compression>;

export const Provenance = z.strictObject({
  /** The recipe as resolved, defaults filled in. */
  recipe: z.record(z.string(), z.json()),
  /** SHA-256 over the labelled texts of all splits, in order. */
  dataSha256: Sha256,
  /** Commit of the trainer, with `-dirty` for uncommitted changes; null outside a checkout. */
  gitCommit: z.string().nullable(),
  /** Name to version of what made the model: python, torch, onnxruntime-web. */
  libraries: z.record(z.string(), z.string()),
});

export const Manifest = z
  .strictObject({
    schemaVersion: z.literal(MANIFEST_SCHEMA_VERSION),
    name: Identifier,
    version: Identifier,
    createdAt: z.iso.datetime(),
    /** Hub id or folder of the pretrained weights; null for a model trained from scratch. */
    baseModel: z.string().nullable(),
    /** Label of each logit, in order. */
    labels: z.array(z.string().min(1)).min(2),
    tokenizer: TokenizerConfig,
    /** Longest input that the model takes, special tokens included. */
    maxTokens: z.int().min(3).max(512),
    files: z.array(ArtifactFile),
    /** Which of the files plays which part. */
    entrypoints: z.strictObject({
      /** ORT format, what the edge loads. */
      model: z.string(),
      /** ONNX, the master that the ORT file was made from, where transformers.js looks for it. */
      master: z.string(),
      vocabulary: z.string(),
      /** Compiled MeCab dictionary: with a tokenizer that needs one, and only then. */
      dictionary: z.string().exactOptional(),
    }),
    inputs: z.array(TensorSpec).min(1),
    outputs: z.array(TensorSpec).min(1),
    calibration: Calibration,
    compression: Compression,
    metrics: z.record(z.string(), SplitMetrics),
    /** What the model is tried on before it serves. */
    goldenTexts: z.array(GoldenText).min(1),
    /** What a promotion asks for. */
    gates: Gates,
    /** With the release that the channel served when this one was made; null where there was none to compare with. */
    comparison: Comparison.nullable(),
    /** Present in the manifest of a release that was promoted although a gate was not passed. */
    forced: ForcedPromotion.exactOptional(),
    provenance: Provenance,
  })
  .superRefine(checkReferences);
export type Manifest = z.infer<typeof Manifest>;

interface References {
  readonly labels: readonly string[];
  readonly files: readonly { readonly path: string }[];
  readonly entrypoints: Readonly<Record<string, string>>;
  readonly tokenizer: TokenizerConfig;
}

/** What a schema alone cannot say: names are unique, and entry points are listed files. */
function checkReferences(manifest: References, context: z.RefinementCtx): void {
  checkDictionary(manifest, context);
  const paths = manifest.files.map((file) => file.path);
  if (new Set(paths).size !== paths.length) {
    context.addIssue({ code: "custom", path: ["files"], message: "paths must be unique" });
  }
  if (new Set(manifest.labels).size !== manifest.labels.length) {
    context.addIssue({ code: "custom", path: ["labels"], message: "labels must be unique" });
  }
  for (const [part, path] of Object.entries(manifest.entrypoints)) {
    if (!paths.includes(path)) {
      context.addIssue({
        code: "custom",
        path: ["entrypoints", part],
        message: `${path} is not among the files`,
      });
    }
  }
}

function checkDictionary({ tokenizer, entrypoints }: References, context: z.RefinementCtx): void {
  const isNeeded = tokenizer.mecabDic !== null;
  if (isNeeded === "dictionary" in entrypoints) return;
  context.addIssue({
    code: "custom",
    path: ["entrypoints", "dictionary"],
    message: isNeeded
      ? `is missing, tokenizer.mecabDic is ${JSON.stringify(tokenizer.mecabDic)}`
      : "is given, tokenizer.mecabDic is null",
  });
}

/**
 * Parses a manifest's JSON text.
 * @throws KanjoError `manifest-invalid`, or `manifest-schema-unsupported` for another `schemaVersion`
 */
export function parseManifest(text: string): Manifest {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (cause) {
    throw new KanjoError("manifest-invalid", "manifest.json: not JSON", { cause });
  }
  refuseUnknownSchema(json);
  const result = Manifest.safeParse(json);
  if (!result.success) {
    throw new KanjoError("manifest-invalid", `manifest.json: ${describeIssues(result.error)}`, {
      cause: result.error,
    });
  }
  return result.data;
}

const Versioned = z.object({ schemaVersion: z.unknown() });

function refuseUnknownSchema(json: unknown): void {
  const versioned = Versioned.safeParse(json);
  const found = versioned.success ? versioned.data.schemaVersion : undefined;
  if (found === MANIFEST_SCHEMA_VERSION) return;
  throw new KanjoError(
    "manifest-schema-unsupported",
    `manifest.json: schemaVersion is ${JSON.stringify(found) ?? "missing"}, only ${MANIFEST_SCHEMA_VERSION} is supported`,
    { hint: "Deploy a worker that knows this schema, or promote a version that this one knows." },
  );
}

/** The listed file that an entry point names. @throws KanjoError `manifest-invalid` when there is none */
export function entrypointFile(
  manifest: Manifest,
  part: keyof Manifest["entrypoints"],
): ArtifactFile {
  const path = manifest.entrypoints[part];
  const file = manifest.files.find((candidate) => candidate.path === path);
  if (file !== undefined) return file;
  const problem = path === undefined ? "is missing" : `${path} is not among the files`;
  throw new KanjoError("manifest-invalid", `manifest.json: entrypoints.${part}: ${problem}`);
}
