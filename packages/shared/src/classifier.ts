/**
 * Text to answer: tokenizer, session and post-processing in one order, for the
 * trainer's evaluation and for the worker alike. The batch is always one text
 * without padding, because dynamic quantization takes its scale from the whole
 * tensor: with other texts in the batch the same text would get other scores.
 *
 * onnxruntime comes in as arguments, so that this package does not depend on a
 * build of it.
 */
import { type Classification, classify } from "./classification.ts";
import { KanjoError } from "./error.ts";
import type { Encoding, Tokenizer } from "./tokenizer/tokenizer.ts";

/** An int64 tensor for each of the model's inputs, shape [1, tokens]. */
export type Feeds<Tensor> = Record<string, Tensor>;

/** The part of `ort.InferenceSession` that is used. */
export interface Session<Tensor> {
  run(
    feeds: Feeds<Tensor>,
  ): Promise<Readonly<Record<string, { readonly data: unknown } | undefined>>>;
}

export interface ClassifierParts<Tensor> {
  readonly session: Session<Tensor>;
  /** `(data, dims) => new ort.Tensor("int64", data, dims)` */
  readonly createTensor: (data: BigInt64Array, dims: readonly number[]) => Tensor;
  readonly tokenizer: Tokenizer;
  readonly labels: readonly string[];
  readonly maxTokens: number;
}

/** What of an encoding the model takes. */
export type ModelInput = Pick<Encoding, "ids" | "attentionMask" | "typeIds" | "truncated">;

export interface ClassifiedText extends Classification {
  /** Token ids that the model saw, special tokens included. */
  readonly tokens: number;
  /** True when the text was cut to the model's limit. */
  readonly truncated: boolean;
}

/** @throws KanjoError `text-malformed`, or `model-output-invalid` when the logits do not fit the labels */
export async function classifyText<Tensor>(
  text: string,
  parts: ClassifierParts<Tensor>,
): Promise<ClassifiedText> {
  return classifyEncoding(parts.tokenizer.encode(text, { maxTokens: parts.maxTokens }), parts);
}

/**
 * The same for ids that are there already: a window of a long text, or a text with a word left out.
 * @param encoding without padding
 * @throws KanjoError `model-output-invalid` when the logits do not fit the labels
 */
export async function classifyEncoding<Tensor>(
  encoding: ModelInput,
  parts: Omit<ClassifierParts<Tensor>, "tokenizer" | "maxTokens">,
): Promise<ClassifiedText> {
  const tensorOf = (values: Int32Array): Tensor =>
    parts.createTensor(BigInt64Array.from(values, BigInt), [1, values.length]);
  const outputs = await parts.session.run({
    input_ids: tensorOf(encoding.ids),
    attention_mask: tensorOf(encoding.attentionMask),
    token_type_ids: tensorOf(encoding.typeIds),
  });
  const logits = readLogits(outputs["logits"]?.data, parts.labels.length);
  return {
    ...classify(logits, parts.labels),
    tokens: encoding.ids.length,
    truncated: encoding.truncated,
  };
}

function readLogits(data: unknown, expected: number): Float32Array {
  if (data instanceof Float32Array && data.length === expected && data.every(Number.isFinite)) {
    return data;
  }
  throw new KanjoError(
    "model-output-invalid",
    `the model's output "logits" is not ${expected} finite float32 numbers, one a label`,
    { hint: "The model file does not fit its manifest: publish it again." },
  );
}
