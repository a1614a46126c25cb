/** Longest text of a query, in UTF-16 units: percent-encoded it stays below the 16 KB of an address. */
export const MAX_QUERY_TEXT_UNITS = 2_000;

/** Longest text of a body, in UTF-16 units. */
export const MAX_TEXT_UNITS = 20_000;

/** Most texts of one question. */
export const MAX_TEXTS = 64;

/** 256 KiB: the longest text in JSON's escapes, twice over, or 64 texts of 1,300 Japanese characters. */
export const MAX_BODY_BYTES = 2 ** 18;

/** A body that is not there by then, in ms, is given up on. */
const BODY_DEADLINE_MS = 10_000;

/**
 * Most tokens that the model sees for one question, over all texts, windows, sentences and
 * occlusions, special tokens included. It takes a 6x384 int8 model about 7 s (55 ms for 128).
 */
export const MAX_MODEL_TOKENS = 16_384;

/** Of every body. */
export const BODY_LIMITS = { maxBytes: MAX_BODY_BYTES, deadlineMs: BODY_DEADLINE_MS };
