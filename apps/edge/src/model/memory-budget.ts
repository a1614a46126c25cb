/**
 * Whether two releases fit beside each other, from their manifests.
 *
 * Of the isolate's 128 MB the project takes 110 MiB: onnxruntime's heap, which is
 * capped and never shrinks, the open dictionaries, and the rest of JavaScript. A
 * release comes in beside the one that serves where the sum stays below both limits
 * and leaves room for a run, and after it has left where it does not.
 *
 * The figures are measured with onnxruntime-web 1.30.0: what is left of the heap
 * after each step, with models of 6 layers, 256 and 384 wide.
 */
import type { Manifest } from "@kanjo/shared/manifest";

/** Of JavaScript's heap and buffers and onnxruntime's heap together. */
export const MAX_ISOLATE_BYTES = 110 * 2 ** 20;

export interface OpenSizes {
  /** What each model in onnxruntime's heap takes of it. */
  readonly models: readonly number[];
  /** Of the file of each open dictionary. */
  readonly dictionaryBytes: readonly number[];
  /** Size of onnxruntime's heap. */
  readonly heapBytes: number;
}

/** What comes in addition. */
export interface NextSizes {
  readonly model: number;
  /** Of the dictionary's file; null where the release has none, or where it is open already. */
  readonly dictionaryBytes: number | null;
}

export interface Limits {
  readonly heapBytes: number;
  readonly isolateBytes: number;
}

/** What onnxruntime has in its heap without a model. */
const RUNTIME_BYTES = 10 * 2 ** 20;
/** What a run of 512 tokens has in the heap until it ends. */
const RUN_BYTES = 17 * 2 ** 20;
/** A session's own, beside the file with the weights. */
const SESSION_BYTES = 1.5 * 2 ** 20;
/** Of the file: matrices that the kernels want in another order have a copy. */
const COPIED_SHARE = { fp32: 0.75, int8: 0.05, int4: 0.2 };
/** Tables and caches beside a dictionary's file. */
const DICTIONARY_CACHE_BYTES = 6 * 2 ** 20;
/** JavaScript without dictionaries: code, vocabulary, requests, what is not collected yet. */
const JAVASCRIPT_BYTES = 14 * 2 ** 20;

/** What a model of this size takes of onnxruntime's heap while it is open, in bytes. */
export function estimateModel(
  fileBytes: number,
  weights: Manifest["compression"]["weights"],
): number {
  return fileBytes * (1 + COPIED_SHARE[weights]) + SESSION_BYTES;
}

export function fitsBeside(next: NextSizes, open: OpenSizes, limits: Limits): boolean {
  const heapBytes = open.models.reduce(add, RUNTIME_BYTES + RUN_BYTES) + next.model;
  const dictionaries = [...open.dictionaryBytes, next.dictionaryBytes].filter(isThere);
  const scriptBytes = dictionaries
    .map((fileBytes) => fileBytes + DICTIONARY_CACHE_BYTES)
    .reduce(add, JAVASCRIPT_BYTES);
  return (
    heapBytes <= limits.heapBytes &&
    Math.max(heapBytes, open.heapBytes) + scriptBytes <= limits.isolateBytes
  );
}

function isThere(bytes: number | null): bytes is number {
  return bytes !== null;
}

function add(sum: number, value: number): number {
  return sum + value;
}
