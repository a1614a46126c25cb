import type { Model } from "../model/model.ts";
import {
  MAX_BODY_BYTES,
  MAX_MODEL_TOKENS,
  MAX_QUERY_TEXT_UNITS,
  MAX_TEXT_UNITS,
  MAX_TEXTS,
} from "../sentiment/limits.ts";
import { identify } from "./model-identity.ts";
import type { ModelFacts } from "./schemas.ts";

const LIMITS = {
  queryTextUnits: MAX_QUERY_TEXT_UNITS,
  textUnits: MAX_TEXT_UNITS,
  texts: MAX_TEXTS,
  bodyBytes: MAX_BODY_BYTES,
  modelTokens: MAX_MODEL_TOKENS,
};

/**
 * What the manifest says that anyone may read. Left out are the recipe, which names
 * files of who trained it, and the golden texts, which come from the training data.
 */
export function describeModel(model: Model): ModelFacts {
  const { manifest } = model;
  const { dataSha256, gitCommit, libraries } = manifest.provenance;
  return {
    ...identify(model),
    createdAt: manifest.createdAt,
    baseModel: findHubId(manifest.baseModel),
    labels: manifest.labels,
    maxTokens: manifest.maxTokens,
    tokenizer: manifest.tokenizer,
    calibration: manifest.calibration,
    compression: manifest.compression,
    metrics: manifest.metrics,
    gates: manifest.gates,
    comparison: manifest.comparison,
    files: manifest.files,
    provenance: { dataSha256, gitCommit, libraries },
    limits: LIMITS,
  };
}

/** Null for a folder of who trained it: the Hub's ids are an owner and a name. */
function findHubId(baseModel: string | null): string | null {
  return baseModel !== null && /^\w[\w.-]*\/\w[\w.-]*$/.test(baseModel) ? baseModel : null;
}
