import { type Pair, splitPair } from "./pair.ts";

const CONTINUATION = "##";

/** The vocabulary while it grows: a symbol's number is its place among the tokens. */
export class SymbolTable {
  readonly #tokens: string[] = [];
  readonly #numbers = new Map<string, number>();

  /** @param continuations characters that also get a `##` form */
  constructor(characters: readonly string[], continuations: readonly string[]) {
    for (const character of characters) this.#numberOf(character);
    for (const character of continuations) this.#numberOf(CONTINUATION + character);
  }

  get tokens(): readonly string[] {
    return this.#tokens;
  }

  /** The word as symbols of one character each. */
  split(word: string): number[] {
    return Array.from(word, (character, index) =>
      this.#numberOf(index === 0 ? character : CONTINUATION + character),
    );
  }

  /** The symbol that a pair becomes, which another pair may have become before: `ab ##c` and `a ##bc`. */
  add(pair: Pair): number {
    const [first, second] = splitPair(pair);
    const end = this.#tokens[second]?.slice(CONTINUATION.length) ?? "";
    return this.#numberOf((this.#tokens[first] ?? "") + end);
  }

  #numberOf(token: string): number {
    const known = this.#numbers.get(token);
    if (known !== undefined) return known;
    this.#numbers.set(token, this.#tokens.length);
    this.#tokens.push(token);
    return this.#tokens.length - 1;
  }
}
