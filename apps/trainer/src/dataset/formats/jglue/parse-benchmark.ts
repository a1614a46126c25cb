/** The rows of JGLUE's and JCoLA's files as their authors publish them. */
import * as z from "zod";

import type {
  Example,
  MultipleChoiceExample,
  RegressionExample,
  SpanExample,
} from "../../dataset.ts";
import { parseJsonObject, parseRecord, readJsonLines } from "../json-lines.ts";

const JcolaRecord = z.object({
  sentence: z.string(),
  label: z.union([z.literal(0), z.literal(1)]),
});

/** In the order of the labels 0 and 1. */
export const JCOLA_LABELS = ["unacceptable", "acceptable"] as const;

/** Sentences and whether linguists accept them (Someya et al., 2024). */
export function parseJcola(content: string, name: string): Example[] {
  return readJsonLines(content, name).map((line) => {
    const { sentence, label } = parseRecord(JcolaRecord, line);
    return { text: sentence, label: JCOLA_LABELS[label], source: line.source };
  });
}

const pair = { sentence1: z.string(), sentence2: z.string() };
const JnliRecord = z.object({ ...pair, label: z.string() });

export const JNLI_LABELS = ["entailment", "contradiction", "neutral"] as const;

/** Premise, hypothesis and the inference between them. */
export function parseJnli(content: string, name: string): Example[] {
  return readJsonLines(content, name).map((line) => {
    const { sentence1, sentence2, label } = parseRecord(JnliRecord, line);
    return { text: sentence1, pair: sentence2, label, source: line.source };
  });
}

const JstsRecord = z.object({ ...pair, label: z.number() });

/** Two sentences and how alike they are, 0 to 5. */
export function parseJsts(content: string, name: string): RegressionExample[] {
  return readJsonLines(content, name).map((line) => {
    const { sentence1, sentence2, label } = parseRecord(JstsRecord, line);
    return { text: sentence1, pair: sentence2, target: label, source: line.source };
  });
}

const choice = z.string();
const JcommonsenseqaRecord = z.object({
  question: z.string(),
  choice0: choice,
  choice1: choice,
  choice2: choice,
  choice3: choice,
  choice4: choice,
  label: z.int(),
});

export const JCOMMONSENSEQA_CHOICES = 5;

/** Questions with five answers. */
export function parseJcommonsenseqa(content: string, name: string): MultipleChoiceExample[] {
  return readJsonLines(content, name).map((line) => {
    const { question, label, ...record } = parseRecord(JcommonsenseqaRecord, line);
    const { choice0, choice1, choice2, choice3, choice4 } = record;
    const choices = [choice0, choice1, choice2, choice3, choice4];
    return { text: question, choices, answer: label, source: line.source };
  });
}

const SquadQuestion = z.object({
  id: z.string(),
  question: z.string(),
  answers: z.array(z.object({ text: z.string(), answer_start: z.int().nonnegative() })),
});
const SquadFile = z.object({
  data: z.array(
    z.object({
      paragraphs: z.array(z.object({ context: z.string(), qas: z.array(SquadQuestion) })),
    }),
  ),
});

/**
 * Questions about a paragraph, in the layout of SQuAD: the file is one JSON
 * object. A context is the article's title, ` [SEP] ` and the paragraph.
 */
export function parseJsquad(content: string, name: string): SpanExample[] {
  const { data } = parseRecord(SquadFile, {
    record: parseJsonObject(content, name),
    source: name,
  });
  return data.flatMap(({ paragraphs }) =>
    paragraphs.flatMap(({ context, qas }) =>
      qas.map((asked) => toSpanExample(asked, context, `${name}:${asked.id}`)),
    ),
  );
}

function toSpanExample(
  { id, question, answers }: z.infer<typeof SquadQuestion>,
  context: string,
  source: string,
): SpanExample {
  const starts = utf16OffsetsOf(context);
  return {
    id,
    text: question,
    context,
    answers: answers.map(({ text, answer_start: start }) => ({ text, start: starts(start) })),
    source,
  };
}

/** SQuAD counts code points. */
function utf16OffsetsOf(context: string): (codePoint: number) => number {
  if (!/[\u{10000}-\u{10ffff}]/u.test(context)) return (offset) => offset;
  return (offset) => Array.from(context).slice(0, offset).join("").length;
}
