/**
 * Occlusion: a word counts for as much as the predicted label's score falls
 * when the word's tokens are taken out of the ids. The text itself is not
 * tokenized again, so that all other tokens stay what they were; a text that
 * was cut is not filled up from behind. Source: Zeiler and Fergus,
 * "Visualizing and Understanding Convolutional Networks" (2014), section 4.2.
 */
import { type ClassifiedText, type ClassifierParts, classifyText } from "./classifier.ts";
import type { Encoding, Tokenizer } from "./tokenizer/tokenizer.ts";

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
  const classifyEncoding = (input: Encoding): Promise<ClassifiedText> =>
    classifyText(text, { ...parts, tokenizer: answerWith(input, parts.tokenizer) });
  const answer = await classifyEncoding(encoding);
  const influences: WordInfluence[] = [];
  for (const word of findWords(encoding)) {
    const { scores } = await classifyEncoding(removeTokens(encoding, word));
    const weight = answer.score - (scores[answer.label] ?? 0);
    influences.push({ start: word.start, end: word.end, weight });
  }
  return { answer, influences };
}

/** The tokenizer with the encoding in place of what it would encode. */
function answerWith(encoding: Encoding, tokenizer: Tokenizer): Tokenizer {
  return {
    vocabularySize: tokenizer.vocabularySize,
    tokenize: (text) => tokenizer.tokenize(text),
    encode: () => encoding,
    decode: (ids, options) => tokenizer.decode(ids, options),
  };
}

interface Word {
  readonly firstToken: number;
  /** After the last one. */
  endToken: number;
  readonly start: number;
  end: number;
}

/**
 * A token and the "##" pieces after it; with character subwords, which have no
 * such pieces, a character each. Tokens that come from the same character
 * (㍿ is 株式会社 after normalization) are one word.
 */
function findWords({ tokens, offsets }: Encoding): Word[] {
  const words: Word[] = [];
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

function removeTokens(encoding: Encoding, { firstToken, endToken }: Word): Encoding {
  const isKept = (_: unknown, index: number): boolean => index < firstToken || index >= endToken;
  return {
    ids: encoding.ids.filter(isKept),
    typeIds: encoding.typeIds.filter(isKept),
    attentionMask: encoding.attentionMask.filter(isKept),
    tokens: encoding.tokens.filter(isKept),
    offsets: encoding.offsets.filter(isKept),
    truncated: encoding.truncated,
  };
}
