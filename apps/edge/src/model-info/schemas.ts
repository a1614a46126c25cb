/** What is told of the worker and its model. */
import { ArtifactFile, Manifest } from "@kanjo/shared/manifest";
import { Identifier } from "@kanjo/shared/manifest/identifier";
import * as z from "zod";

import { ModelIdentity } from "./model-identity.ts";

/** Answer of `GET /healthz`. */
export const Health = z.strictObject({ status: z.literal("ok") });
export type Health = z.infer<typeof Health>;

/** Answer of `GET /readyz`. */
export const Readiness = z.strictObject({
  status: z.literal("ready"),
  model: ModelIdentity,
  channel: Identifier.nullable().meta({ description: "The channel that the model came through." }),
  memory: z.strictObject({
    wasmBytes: z.int().nonnegative().meta({
      description: "Size of onnxruntime's heap, which workerd's own figures leave out.",
    }),
  }),
});
export type Readiness = z.infer<typeof Readiness>;

const { createdAt, labels, maxTokens, tokenizer, calibration, compression, metrics, gates } =
  Manifest.shape;
const { comparison, provenance } = Manifest.shape;

/** Answer of `GET /model`: its manifest, less what is not for everyone. */
export const ModelFacts = z.strictObject({
  ...ModelIdentity.shape,
  createdAt,
  baseModel: z.string().nullable().meta({
    description: "Id of the pretrained weights on the Hugging Face Hub; null where there is none.",
  }),
  labels,
  maxTokens,
  tokenizer,
  calibration,
  compression,
  metrics,
  gates,
  comparison,
  files: z.array(ArtifactFile),
  provenance: provenance.omit({ recipe: true }),
  limits: z
    .strictObject({
      queryTextUnits: z.int().positive(),
      textUnits: z.int().positive(),
      texts: z.int().positive(),
      bodyBytes: z.int().positive(),
      modelTokens: z.int().positive(),
    })
    .meta({
      description:
        "What one question may ask: UTF-16 units of a text in the query and in a body, texts, bytes of a body, tokens that the model sees for it.",
    }),
});
export type ModelFacts = z.infer<typeof ModelFacts>;
