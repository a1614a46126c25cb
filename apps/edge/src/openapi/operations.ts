/** What can be asked of the worker, as data. The API description and its page are made from this. */
import * as z from "zod";

import type { ProblemName } from "../http/problem.ts";
import { Health, ModelFacts, Readiness } from "../model-info/schemas.ts";
import {
  OptionsQuery,
  SentimentAnswer,
  SentimentAnswers,
  SentimentQuery,
  SentimentQuestion,
} from "../sentiment/schemas.ts";
import { TokenizeAnswer, TokenizeQuestion } from "../tokenize/schemas.ts";

export interface Operation {
  readonly method: "get" | "post";
  readonly path: string;
  readonly id: string;
  readonly summary: string;
  readonly description?: string;
  /** Parameters of the query. */
  readonly query?: z.ZodObject;
  /** Body as JSON; a text as it is will do, too. */
  readonly body?: { readonly schema: z.ZodType; readonly example: object };
  readonly answer: z.ZodType;
  /** Whether whoever names the answer's ETag in If-None-Match is told that it is the same. */
  readonly isKept?: true;
  readonly problems: readonly ProblemName[];
}

const TEXT_PROBLEMS = ["text-too-long", "text-blank", "text-malformed", "text-has-nul"] as const;
const BODY_PROBLEMS = [
  "body-malformed",
  "body-too-slow",
  "body-too-large",
  "content-type-unsupported",
  "body-invalid",
  ...TEXT_PROBLEMS,
] as const;
const QUERY_PROBLEMS = [
  "query-malformed",
  "parameter-unknown",
  "parameter-repeated",
  "parameter-invalid",
] as const;
/** Of what may ask for an API key. */
const ACCESS_PROBLEMS = ["unauthorized", "rate-limited"] as const;
const QUESTION_PROBLEMS = [
  ...ACCESS_PROBLEMS,
  ...QUERY_PROBLEMS,
  "version-choice-off",
  "version-not-served",
  "work-too-large",
  "overloaded",
  "model-unavailable",
] as const;

/** Answer of `POST /sentiment`: about one text, or about several. */
export const SentimentReply = z.union([SentimentAnswer, SentimentAnswers]);

const EXAMPLES = ["また泊まりたいと思いました。", "何度問い合わせても返事がない。"];

export const OPERATIONS: readonly Operation[] = [
  {
    method: "get",
    path: "/sentiment",
    id: "askSentiment",
    summary: "Sentiment of a short text",
    query: SentimentQuery,
    answer: SentimentAnswer,
    isKept: true,
    problems: [...QUESTION_PROBLEMS, "text-missing", ...TEXT_PROBLEMS],
  },
  {
    method: "post",
    path: "/sentiment",
    id: "postSentiment",
    summary: "Sentiment of one text or up to 64",
    description:
      "A long text is shown to the model in overlapping windows, and the answer is the mean of their probabilities. Options may stand in the query as well; those of the body come first.",
    query: OptionsQuery,
    body: { schema: SentimentQuestion, example: { texts: EXAMPLES, explain: true } },
    answer: SentimentReply,
    problems: [...QUESTION_PROBLEMS, ...BODY_PROBLEMS],
  },
  {
    method: "post",
    path: "/tokenize",
    id: "tokenize",
    summary: "Tokens of a text as the model sees them",
    body: { schema: TokenizeQuestion, example: { text: EXAMPLES[0] } },
    answer: TokenizeAnswer,
    problems: [...ACCESS_PROBLEMS, ...BODY_PROBLEMS, "work-too-large", "model-unavailable"],
  },
  {
    method: "get",
    path: "/model",
    id: "getModel",
    summary: "The loaded model: labels, metrics, calibration, files, limits",
    answer: ModelFacts,
    problems: [...ACCESS_PROBLEMS, "model-unavailable"],
  },
  {
    method: "get",
    path: "/healthz",
    id: "getHealth",
    summary: "Whether the worker runs",
    answer: Health,
    problems: [],
  },
  {
    method: "get",
    path: "/readyz",
    id: "getReadiness",
    summary: "Whether a model is loaded, and which",
    answer: Readiness,
    problems: ["model-unavailable"],
  },
];
