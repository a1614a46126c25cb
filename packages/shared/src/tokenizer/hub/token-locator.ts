/**
 * Places of the tokens of a `tokenizer.json`, which `@huggingface/tokenizers` does
 * not give. The steps of its pipeline are done once more, from the text to the
 * sections between added tokens, to words and to each word's tokens, and have to
 * come out as they did in the pipeline; the letters of words and tokens are then
 * found in the text one after the other.
 *
 * What is given: all letters of a token lie in its place, and no letter of
 * another one, unless one character of the text made letters of both. White space
 * beside a token does not count. A token without letters, such as `▁` alone, has
 * what lies between its neighbours. Of several unknown tokens in a word, each has
 * the stretch that is theirs together, and with it what lies between them, unless
 * they are one character each. Where a step comes out otherwise than in the
 * pipeline, every token's place is the whole text.
 */
import { LetterReader } from "./letter-reader.ts";
import { LocatedLetters, type LetterRange, type Place } from "./located-letters.ts";
import type { Pipeline } from "./pipeline.ts";
import { placeTokens } from "./place-tokens.ts";
import { cutAtAddedTokens } from "./sections.ts";
import type { TokenizerJson } from "./tokenizer-json.ts";

interface PlacedToken {
  readonly token: string;
  readonly place: Place;
}

interface PlacedRange {
  readonly token: string;
  readonly range: LetterRange;
}

/** Finds the places of tokens. */
export class TokenLocator {
  readonly #pipeline: Pipeline;
  readonly #cutWord: (word: string) => readonly string[];
  readonly #reader: LetterReader;
  readonly #added: readonly string[];

  /** @param cutWord the model's tokens of a word of the pre-tokenizer */
  constructor(
    pipeline: Pipeline,
    json: TokenizerJson,
    cutWord: (word: string) => readonly string[],
  ) {
    this.#pipeline = pipeline;
    this.#cutWord = cutWord;
    this.#reader = new LetterReader(pipeline, json);
    this.#added = json.added_tokens.map((token) => token.content);
  }

  /** Where each token lies. */
  locate(text: string, tokens: readonly string[]): Place[] {
    const placed = this.#placeSections(text);
    const areThose =
      placed?.length === tokens.length && placed.every(({ token }, at) => token === tokens[at]);
    return areThose ? placed.map(({ place }) => place) : tokens.map(() => [0, text.length]);
  }

  #placeSections(text: string): PlacedToken[] | undefined {
    const placed: PlacedToken[] = [];
    for (const [index, section] of cutAtAddedTokens(text, this.#added).entries()) {
      const { start, end, isAdded } = section;
      const part = text.slice(start, end);
      const inside = isAdded
        ? [{ token: part, place: [0, part.length] as const }]
        : this.#placeSection(part, index);
      if (inside === undefined) return undefined;
      for (const { token, place } of inside) {
        placed.push({ token, place: [start + place[0], start + place[1]] });
      }
    }
    return placed;
  }

  /** Undefined when the letters of its words are not those of the section. */
  #placeSection(section: string, index: number): PlacedToken[] | undefined {
    const letters = LocatedLetters.of(section, (part) => this.#reader.readText(part));
    const placed = letters && this.#placeWords(this.#cutWords(section, index), letters);
    return placed?.map(({ token, range }) => ({ token, place: letters?.placeOf(range) ?? [0, 0] }));
  }

  #cutWords(section: string, index: number): readonly string[] {
    const normalized = this.#pipeline.normalizer?.normalize(section) ?? section;
    const options = { section_index: index };
    return this.#pipeline.pre_tokenizer?.pre_tokenize(normalized, options) ?? [normalized];
  }

  #placeWords(words: readonly string[], letters: LocatedLetters): PlacedRange[] | undefined {
    const placed: PlacedRange[] = [];
    let first = 0;
    for (const word of words) {
      const wordLetters = this.#reader.readWord(word);
      const end = first + wordLetters.length;
      const tokens = this.#cutWord(word);
      const read = tokens.map((token, at) => this.#reader.readToken(token, at === 0));
      const ranges = placeTokens(read, [first, end], letters);
      if (ranges === undefined || !letters.match(first, wordLetters)) return undefined;
      placed.push(...ranges.map((range, at) => ({ token: tokens[at] ?? "", range })));
      first = end;
    }
    return first === letters.length ? placed : undefined;
  }
}
