import * as z from "zod";

import { Sha256 } from "../digest.ts";
import { Identifier } from "./identifier.ts";

const fraction = z.number().min(0).max(1);

/** What a release must reach on its test split before a channel serves it. */
export const Gates = z.strictObject({
  minAccuracy: fraction.nullable(),
  minMacroF1: fraction.nullable(),
  maxCalibrationError: fraction.nullable(),
  /** How far accuracy and macro-F1 may fall below those of the release that is replaced. */
  margin: fraction,
});
export type Gates = z.infer<typeof Gates>;

/** Another release on this one's test split. */
export const Comparison = z.strictObject({
  version: Identifier,
  manifestSha256: Sha256,
  accuracy: fraction,
  macroF1: fraction,
  /** Share of texts that both give the same label. */
  agreement: fraction,
  /** Two-sided exact McNemar test of the texts that only one of them gets right. */
  mcnemarP: fraction,
});
export type Comparison = z.infer<typeof Comparison>;

export const ForcedPromotion = z.strictObject({
  channel: Identifier,
  at: z.iso.datetime(),
  /** The gates that were not passed, as they were told to who forced it. */
  failures: z.array(z.string().min(1)).min(1),
});
export type ForcedPromotion = z.infer<typeof ForcedPromotion>;
