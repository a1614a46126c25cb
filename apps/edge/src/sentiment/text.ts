import * as z from "zod";

import type { Problem } from "../http/problem.ts";
import { problems, type TextPlace } from "../http/problems.ts";
import { MAX_QUERY_TEXT_UNITS, MAX_TEXT_UNITS } from "./limits.ts";

/**
 * Well-formed, without NUL, and not only white space. After a NUL the tokenizer
 * sees nothing, as MeCab does, so such a text would be cut silently. Every string
 * is matched in one pass, because no character fits two neighbouring parts.
 */
// oxlint-disable-next-line no-control-regex -- the one that is refused
const TEXT = /^\s*[^\s\u0000\ud800-\udfff][^\u0000\ud800-\udfff]*$/u;

/** Text of a query. */
export const QueryText = makeText(MAX_QUERY_TEXT_UNITS);

/** Text of a body. */
export const BodyText = makeText(MAX_TEXT_UNITS);

/** JSON Schema counts code points, of which there are at most as many as UTF-16 units. */
function makeText(maxUnits: number) {
  const limit = `At most ${maxUnits.toLocaleString("en")} UTF-16 units, of which an emoji has two`;
  return z
    .string()
    .min(1)
    .max(maxUnits)
    .refine((text) => text.length <= maxUnits)
    .regex(TEXT)
    .meta({
      description: `${limit}; not only white space, no NUL, no lone surrogate.`,
      examples: ["スタッフの対応が丁寧で、また泊まりたいと思いました。"],
    });
}

/** Why a text is refused, in the order of what helps most; null for one that is taken. */
export function findTextProblem(text: string, maxUnits: number, place: TextPlace): Problem | null {
  if (text.length > maxUnits) return problems.textTooLong(text.length, maxUnits, place);
  if (text.trim() === "") return problems.textBlank(place);
  if (!text.isWellFormed()) {
    return problems.textMalformed(
      "The text has a lone surrogate; cut texts between characters.",
      place,
    );
  }
  const nul = text.indexOf("\0");
  return nul === -1 ? null : problems.textHasNul(nul, place);
}
