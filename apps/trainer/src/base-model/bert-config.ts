import { KanjoError } from "@kanjo/shared/error";
import { describeIssues } from "@kanjo/shared/zod-issues";
import * as z from "zod";

/** What is needed of a model's `config.json` before the engine reads all of it. */
export interface BertConfig {
  readonly maxPositions: number;
  readonly vocabularySize: number;
  /** Where old models say it; null otherwise. */
  readonly tokenizerClass: string | null;
}

const Config = z.object({
  model_type: z.literal("bert", {
    error: ({ input }) => `is ${JSON.stringify(input) ?? "missing"}, only "bert" is supported`,
  }),
  max_position_embeddings: z.int().positive(),
  vocab_size: z.int().positive(),
  tokenizer_class: z.string().nullish(),
});

/**
 * @param shown the model, for messages
 * @param text undefined when the model has no such file
 * @throws KanjoError `base-model-unsupported`
 */
export function parseBertConfig(shown: string, text: string | undefined): BertConfig {
  if (text === undefined) throw unsupported(`${shown} has no config.json`);
  const result = Config.safeParse(parseJson(shown, text));
  if (!result.success) {
    throw unsupported(`${shown}: config.json: ${describeIssues(result.error)}`, result.error);
  }
  const { max_position_embeddings, vocab_size, tokenizer_class } = result.data;
  return {
    maxPositions: max_position_embeddings,
    vocabularySize: vocab_size,
    tokenizerClass: tokenizer_class ?? null,
  };
}

function parseJson(shown: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw unsupported(`${shown}: config.json is not JSON`, cause);
  }
}

function unsupported(message: string, cause?: unknown): KanjoError {
  return new KanjoError("base-model-unsupported", message, {
    hint: "Take a BERT model with PyTorch weights, such as tohoku-nlp/bert-base-japanese-v3.",
    ...(cause === undefined ? {} : { cause }),
  });
}
