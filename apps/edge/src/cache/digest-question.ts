/**
 * The name of an answer: a SHA-256 of all that it depends on, and so of no use to
 * who would like to know the text, but for guessing it.
 *
 * An answer about one text alone depends on the text's tokens, so texts that the
 * tokenizer normalizes to the same ones share it: full width and half width, white
 * space around. Where words or sentences are told, offsets belong to the text as it is.
 */
import { sha256 } from "@kanjo/shared/digest";

import type { Model } from "../model/model.ts";
import { MAX_QUERY_TEXT_UNITS } from "../sentiment/limits.ts";
import type { Question } from "../sentiment/question.ts";

/** @throws KanjoError `text-malformed` */
export function digestQuestion(
  { texts, isList, options }: Question,
  model: Pick<Model, "manifestSha256" | "tokenizer">,
): Promise<string> {
  const [text = ""] = texts;
  const { explain = false, sentences = false, version = null, channel = null } = options;
  const isOfTokens = !isList && !explain && !sentences && text.length <= MAX_QUERY_TEXT_UNITS;
  const subject = isOfTokens ? [...model.tokenizer.encode(text).ids] : texts;
  const parts = [model.manifestSha256, isList, explain, sentences, version, channel, subject];
  return sha256(new Uint8Array(new TextEncoder().encode(JSON.stringify(parts))));
}
