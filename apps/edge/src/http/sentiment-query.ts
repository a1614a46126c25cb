import type { z } from "zod";

import { problems } from "./problems.ts";
import { MAX_TEXT_UNITS, type Problem, SentimentQuery } from "./schemas.ts";

export type ParsedQuery =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "problem"; readonly problem: Problem };

/**
 * Reads the text out of a query string. Stricter than `URLSearchParams`, which
 * takes a replacement character for what it cannot decode.
 * @param search from the `?` on, or empty
 */
export function parseSentimentQuery(search: string): ParsedQuery {
  const parameters = decodeParameters(search);
  if (parameters === null) return refuse(problems.malformedQuery());
  const texts = parameters.filter(([name]) => name === "text");
  if (texts.length > 1) return refuse(problems.repeatedParameter(texts.length));
  const result = SentimentQuery.safeParse(Object.fromEntries(parameters));
  if (result.success) return { kind: "text", text: result.data.text };
  return refuse(toProblem(result.error, texts[0]?.[1] ?? ""));
}

function refuse(problem: Problem): ParsedQuery {
  return { kind: "problem", problem };
}

function decodeParameters(search: string): [name: string, value: string][] | null {
  const pairs = search.slice(1).split("&");
  try {
    return pairs.filter((pair) => pair !== "").map(decodePair);
  } catch {
    return null;
  }
}

function decodePair(pair: string): [name: string, value: string] {
  const [name = "", ...rest] = pair.replaceAll("+", " ").split("=");
  return [decodeURIComponent(name), decodeURIComponent(rest.join("="))];
}

/** The problem that says most: an unknown parameter is often a text whose `&` was not encoded. */
function toProblem(error: z.ZodError, text: string): Problem {
  const codes = new Map(error.issues.map((issue) => [issue.code, issue]));
  const unknown = codes.get("unrecognized_keys");
  if (unknown?.code === "unrecognized_keys") return problems.unknownParameters(unknown.keys);
  if (codes.has("invalid_type")) return problems.textMissing();
  return text.length > MAX_TEXT_UNITS ? problems.textTooLong(text.length) : problems.textBlank();
}
