/**
 * Occlusion: a word counts for as much as the predicted label's score falls
 * when the word's tokens are taken out of the ids. The text itself is not
 * tokenized again, so that all other tokens stay what they were; a text that
 * was cut is not filled up from behind. Source: Zeiler and Fergus,
 * "Visualizing and Understanding Convolutional Networks" (2014), section 4.2.
 */
import {
  type ClassifiedText,
  type ClassifierParts,
  classifyEncoding,
  type ModelInput,
} from "./classifier.ts";
import type { Encoding } from "./tokenizer/tokenizer.ts";

/** A word, as UTF-16 offsets into the original text, and what it does to the predicted label's score. */
export interface WordInfluence {
  readonly start: number;
  readonly end: number;
  /** Score of the predicted label with the word minus its score without it, -1 to 1. */
  readonly weight: number;
}

export interface ExplainedText {
  readonly answer: ClassifiedText;
  /** In the text's order, without overlaps; only what the model saw of the text. */
  readonly influences: readonly WordInfluence[];
}

/**
 * Classifies a text, and once more without each of its words.
 * @throws KanjoError `text-malformed`, or `model-output-invalid` when the logits do not fit the labels
 */
export async function explainText<Tensor>(
  text: string,
  parts: ClassifierParts<Tensor>,
): Promise<ExplainedText> {
  const encoding = parts.tokenizer.encode(text, { maxTokens: parts.maxTokens });
  const answer = await classifyEncoding(encoding, parts);
  const influences: WordInfluence[] = [];
  for (const word of findWords(encoding)) {
    const { scores } = await classifyEncoding(removeTokens(encoding, word), parts);
    const weight = answer.score - (scores[answer.label] ?? 0);
    influences.push({ start: word.start, end: word.end, weight });
  }
  return { answer, influences };
}

/** A word of an encoding: its tokens, and its UTF-16 offsets in the original text. */
export interface Word {
  readonly firstToken: number;
  /** After the last one. */
  readonly endToken: number;
  readonly start: number;
  readonly end: number;
}

/**
 * A token and the "##" pieces after it; with character subwords, which have no
 * such pieces, a character each. Tokens that come from the same character
 * (㍿ is 株式会社 after normalization) are one word.
 */
export function findWords({ tokens, offsets }: Pick<Encoding, "tokens" | "offsets">): Word[] {
  const words: { -readonly [Member in keyof Word]: Word[Member] }[] = [];
  offsets.forEach((place, index) => {
    if (place === null) return;
    const [start, end] = place;
    const word = words.at(-1);
    if (word !== undefined && (tokens[index]?.startsWith("##") || start < word.end)) {
      word.endToken = index + 1;
      word.end = Math.max(word.end, end);
    } else {
      words.push({ firstToken: index, endToken: index + 1, start, end });
    }
  });
  return words;
}

/** The encoding without the tokens of a word. */
export function removeTokens(
  { ids, typeIds, attentionMask, truncated }: ModelInput,
  { firstToken, endToken }: Pick<Word, "firstToken" | "endToken">,
): ModelInput {
  const isKept = (_: unknown, index: number): boolean => index < firstToken || index >= endToken;
  return {
    ids: ids.filter(isKept),
    typeIds: typeIds.filter(isKept),
    attentionMask: attentionMask.filter(isKept),
    truncated,
  };
}
