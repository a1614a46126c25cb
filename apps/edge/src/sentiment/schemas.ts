/** What goes in and out of /sentiment. The API description is made from these. */
import { Identifier } from "@kanjo/shared/manifest/identifier";
import * as z from "zod";

import { ModelIdentity } from "../model-info/model-identity.ts";
import { MAX_TEXTS } from "./limits.ts";
import { BodyText, QueryText } from "./text.ts";

const EXPLAIN = "Whether to tell each word's influence; takes a run of the model for every word.";
const SENTENCES = "Whether to judge each sentence, too.";

const Version = Identifier.meta({
  description:
    "Answer only if this version is the one that is loaded. Where the operator allows it.",
});
const Channel = Identifier.meta({
  examples: ["production"],
  description: "Answer only if the loaded model is this channel's. Where the operator allows it.",
});

const choice = { version: Version.exactOptional(), channel: Channel.exactOptional() };

function makeSwitch(description: string) {
  return z
    .enum(["true", "false"])
    .transform((value) => value === "true")
    .exactOptional()
    .meta({ description });
}

/** Options in a query; a body's own come before them. */
export const OptionsQuery = z.strictObject({
  explain: makeSwitch(EXPLAIN),
  sentences: makeSwitch(SENTENCES),
  ...choice,
});
export type Options = z.output<typeof OptionsQuery>;

/** Query of `GET /sentiment`. */
export const SentimentQuery = z.strictObject({ text: QueryText, ...OptionsQuery.shape });

const options = {
  explain: z.boolean().exactOptional().meta({ description: EXPLAIN }),
  sentences: z.boolean().exactOptional().meta({ description: SENTENCES }),
  ...choice,
};

/** A question about one text. */
export const TextQuestion = z.strictObject({ text: BodyText, ...options });

/** A question about several texts. */
export const TextsQuestion = z.strictObject({
  texts: z.array(BodyText).min(1).max(MAX_TEXTS),
  ...options,
});

/** Body of `POST /sentiment`. */
export const SentimentQuestion = z.union([TextQuestion, TextsQuestion]);

const Probability = z.number().min(0).max(1);
const Offset = z.int().nonnegative();

const judgement = {
  label: z.string(),
  score: Probability.meta({ description: "Calibrated probability of the label." }),
  scores: z
    .record(z.string(), Probability)
    .meta({ description: "Probability of every label; they sum to 1." }),
  abstained: z
    .boolean()
    .meta({ description: "Whether the score lies below what the model may be relied on for." }),
};

const place = {
  start: Offset.meta({ description: "UTF-16 offset in the text." }),
  end: Offset.meta({ description: "UTF-16 offset after it." }),
  text: z.string(),
};

/** A word and what it does to the score of the text's label. */
export const Influence = z.strictObject({
  ...place,
  weight: z
    .number()
    .min(-1)
    .max(1)
    .meta({ description: "Score of the label with the word minus the score without it." }),
});
export type Influence = z.infer<typeof Influence>;

/** A sentence, judged as if it were asked about alone. */
export const SentenceAnswer = z.strictObject({ ...place, ...judgement });
export type SentenceAnswer = z.infer<typeof SentenceAnswer>;

const textAnswer = {
  ...judgement,
  tokens: z.int().min(2).meta({ description: "Tokens of the text, special tokens included." }),
  truncated: z.literal(false).meta({ description: "Nothing of a text is ever cut off." }),
  windows: z.int().positive().meta({
    description: "How many overlapping parts the model saw it in; 1 where it fits.",
  }),
  explain: z.array(Influence).exactOptional(),
  sentences: z.array(SentenceAnswer).exactOptional(),
};

/** What the model says of one text. */
export const TextAnswer = z.strictObject(textAnswer);
export type TextAnswer = z.infer<typeof TextAnswer>;

/** On Cloudflare the clock stands still while code runs, so there a duration is what was waited for. */
const Timing = z
  .strictObject({ tokenizerMs: z.number().nonnegative(), modelMs: z.number().nonnegative() })
  .meta({
    description:
      "Milliseconds of the question, turns of others left out. Where the platform's clock stands still while code runs, as Cloudflare's does, that time is left out.",
  });

/** Answer about one text. */
export const SentimentAnswer = z.strictObject({
  ...textAnswer,
  model: ModelIdentity,
  timing: Timing,
});
export type SentimentAnswer = z.infer<typeof SentimentAnswer>;

/** Answer about several texts, in their order. */
export const SentimentAnswers = z.strictObject({
  results: z.array(TextAnswer),
  model: ModelIdentity,
  timing: Timing,
});
export type SentimentAnswers = z.infer<typeof SentimentAnswers>;
