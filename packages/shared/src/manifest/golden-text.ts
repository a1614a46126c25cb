import * as z from "zod";

/**
 * A text and what the published bytes answered to it before they were published.
 * Whoever loads the release asks again: another answer means that something between
 * the text and the scores is not what was evaluated.
 */
export const GoldenText = z.strictObject({
  text: z.string().min(1),
  /** Token ids that the model saw, special tokens included. */
  tokens: z.int().min(2),
  /** Of every label. */
  scores: z.record(z.string(), z.number().min(0).max(1)),
});
export type GoldenText = z.infer<typeof GoldenText>;
