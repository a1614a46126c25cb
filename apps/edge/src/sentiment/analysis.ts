/**
 * From a question to its answer. All texts are tokenized and what they ask of the
 * model is counted before it sees the first one, so that a question that is too
 * large is refused and never answered in part. The model then sees one input
 * after another, each alone and without padding: only so are its scores the ones
 * that it was evaluated with.
 */
import type { Classification } from "@kanjo/shared/classification";

import { problems } from "../http/problems.ts";
import { type Result, refuse, succeed } from "../http/result.ts";
import type { DeskPlace } from "../load/model-desk.ts";
import { takeTurns } from "../load/take-turns.ts";
import { identify } from "../model-info/model-identity.ts";
import type { Model } from "../model/model.ts";
import { roundMs } from "../telemetry/round-ms.ts";
import { MAX_MODEL_TOKENS } from "./limits.ts";
import { countOcclusionTokens, findInfluences } from "./occlusion.ts";
import type { Question } from "./question.ts";
import type {
  Influence,
  Options,
  SentenceAnswer,
  SentimentAnswer,
  SentimentAnswers,
  TextAnswer,
} from "./schemas.ts";
import { type Span, splitSentences, trimSpan } from "./split-sentences.ts";
import {
  type Classifier,
  countTokens,
  encodeInWindows,
  judge,
  type Judgement,
  type WindowedText,
} from "./windowed-text.ts";

interface Sentence extends Span {
  readonly text: string;
  readonly windowed: WindowedText;
}

interface Plan {
  readonly text: string;
  readonly windowed: WindowedText;
  /** Null where they are not asked for. A text of one sentence is not seen twice. */
  readonly sentences: readonly Sentence[] | null;
  readonly isExplained: boolean;
}

/** @param clock milliseconds since any fixed moment, for durations */
export async function analyse(
  { texts, isList, options }: Question,
  model: Model,
  place: DeskPlace,
  clock: () => number,
): Promise<Result<SentimentAnswer | SentimentAnswers>> {
  const startedAt = clock();
  const plans = planAll(texts, options, model);
  if (plans.kind === "problem") return plans;
  const tokenizedAt = clock();
  const refusal = place.reserve(plans.value.tokens);
  if (refusal !== null) return refusal;
  const asked = { classifier: takeTurns(model, place), abstainsBelow: findAbstainLimit(model) };
  const results: TextAnswer[] = [];
  for (const plan of plans.value.plans) results.push(await answer(plan, asked));
  const timing = {
    tokenizerMs: roundMs(tokenizedAt - startedAt),
    modelMs: roundMs(Math.max(0, clock() - tokenizedAt - place.waitedMs)),
  };
  const [first] = results;
  return succeed(
    isList || first === undefined
      ? { results, model: identify(model), timing }
      : { ...first, model: identify(model), timing },
  );
}

interface Plans {
  readonly plans: readonly Plan[];
  /** That the model will see for them. */
  readonly tokens: number;
}

function planAll(texts: readonly string[], options: Options, model: Model): Result<Plans> {
  const plans: Plan[] = [];
  let tokens = 0;
  for (const text of texts) {
    const plan = planText(text, options, model);
    tokens += countPlanned(plan);
    if (tokens > MAX_MODEL_TOKENS) {
      return refuse(problems.workTooLarge(tokens, MAX_MODEL_TOKENS));
    }
    plans.push(plan);
  }
  return succeed({ plans, tokens });
}

function planText(text: string, { explain, sentences }: Options, model: Model): Plan {
  return {
    text,
    windowed: encodeInWindows(text, model),
    sentences: sentences === true ? planSentences(text, model) : null,
    isExplained: explain === true,
  };
}

function planSentences(text: string, model: Model): Sentence[] {
  return splitSentences(text).map((span) => {
    const { start, end } = trimSpan(text, span);
    const sentence = text.slice(start, end);
    return { start, end, text: sentence, windowed: encodeInWindows(sentence, model) };
  });
}

/** Tokens that the model will see. Where the text alone asks too much, no more is counted. */
function countPlanned({ windowed, sentences, isExplained }: Plan): number {
  const tokens = countTokens(windowed);
  if (tokens > MAX_MODEL_TOKENS) return tokens;
  const others = sentences === null || sentences.length === 1 ? [] : sentences;
  const inSentences = others.reduce((sum, sentence) => sum + countTokens(sentence.windowed), 0);
  return tokens + inSentences + (isExplained ? countOcclusionTokens(windowed) : 0);
}

interface Asked {
  readonly classifier: Classifier;
  /** A lower score is too unsure to be relied on. */
  readonly abstainsBelow: number;
}

function findAbstainLimit({ manifest }: Model): number {
  return manifest.calibration.abstain?.below ?? 0;
}

async function answer(plan: Plan, asked: Asked): Promise<TextAnswer> {
  const { windowed } = plan;
  const judgement = await judge(windowed, asked.classifier);
  const explain = await explainWords(plan, judgement, asked);
  const sentences = await answerSentences(plan, judgement.whole, asked);
  return {
    ...describe(judgement.whole, asked),
    tokens: windowed.encoding.ids.length,
    truncated: false,
    windows: windowed.windows.length,
    ...(explain && { explain }),
    ...(sentences && { sentences }),
  };
}

async function explainWords(
  { text, windowed, isExplained }: Plan,
  judgement: Judgement,
  { classifier }: Asked,
): Promise<Influence[] | null> {
  if (!isExplained) return null;
  const influences = await findInfluences(windowed, judgement, classifier);
  return influences.map(({ start, end, weight }) => ({
    start,
    end,
    text: text.slice(start, end),
    weight,
  }));
}

async function answerSentences(
  { sentences }: Plan,
  whole: Classification,
  asked: Asked,
): Promise<SentenceAnswer[] | null> {
  if (sentences === null) return null;
  const answers: SentenceAnswer[] = [];
  for (const { start, end, text, windowed } of sentences) {
    const judged = sentences.length === 1 ? whole : (await judge(windowed, asked.classifier)).whole;
    answers.push({ start, end, text, ...describe(judged, asked) });
  }
  return answers;
}

type Verdict = Pick<TextAnswer, "label" | "score" | "scores" | "abstained">;

function describe({ label, score, scores }: Classification, { abstainsBelow }: Asked): Verdict {
  return { label, score, scores, abstained: score < abstainsBelow };
}
