import * as z from "zod";

/** From which score on a label raises few false alarms. */
export const AlarmThreshold = z.strictObject({
  label: z.string().min(1),
  /** Share of the validation texts of other labels that reach the score: 0.01 or 0.05. */
  falseAlarmRate: z.number().min(0).max(1),
  /** The lowest such score, 0 to 1; null where every score that occurs raises more. */
  score: z.number().min(0).max(1).nullable(),
});
export type AlarmThreshold = z.infer<typeof AlarmThreshold>;

/** Answers that are too unsure to be given: the predicted label's score lies below `below`. */
export const AbstainBand = z.strictObject({
  below: z.number().min(0).max(1),
  /** Share of the validation texts that are answered. */
  coverage: z.number().min(0).max(1),
  /** Share of those that are right. */
  accuracy: z.number().min(0).max(1),
});
export type AbstainBand = z.infer<typeof AbstainBand>;

/** Fitted on the validation split, with the published bytes. */
export const Calibration = z.strictObject({
  /** What the last layer's weights were divided by (Guo et al. 2017): scores are the softmax of the logits as they come. */
  temperature: z.number().positive(),
  thresholds: z.array(AlarmThreshold),
  /** Null where the recipe wants every text answered. */
  abstain: AbstainBand.nullable(),
});
export type Calibration = z.infer<typeof Calibration>;
