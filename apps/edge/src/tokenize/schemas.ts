import * as z from "zod";

import { ModelIdentity } from "../model-info/model-identity.ts";
import { BodyText } from "../sentiment/text.ts";

/** Body of `POST /tokenize`. */
export const TokenizeQuestion = z.strictObject({ text: BodyText });

const Offset = z.int().nonnegative();

/** Answer of `POST /tokenize`; one element a token in each of the lists. */
export const TokenizeAnswer = z.strictObject({
  tokens: z.array(z.string()).min(2),
  ids: z.array(z.int().nonnegative()).min(2),
  offsets: z
    .array(z.tuple([Offset, Offset]).nullable())
    .min(2)
    .meta({ description: "Start and end in the text, in UTF-16 units; null for special tokens." }),
  windows: z
    .int()
    .positive()
    .meta({ description: "In how many parts the model would see the text; 1 where it fits." }),
  model: ModelIdentity,
});
export type TokenizeAnswer = z.infer<typeof TokenizeAnswer>;
