import { makePair, type Pair, splitPair } from "./pair.ts";

interface Word {
  symbols: readonly number[];
  /** How often the word occurs. */
  readonly count: number;
}

/**
 * How often each pair of neighbours occurs, and in which words, kept up to date
 * through merges: a merge only visits the words that have its pair.
 */
export class PairIndex {
  readonly #counts = new Map<Pair, number>();
  readonly #words = new Map<Pair, Set<Word>>();
  #grown = new Set<Pair>();

  /** @param symbols of the word, in order */
  addWord(symbols: readonly number[], count: number): void {
    this.#addPairs({ symbols, count });
  }

  countOf(pair: Pair): number {
    return this.#counts.get(pair) ?? 0;
  }

  /** Pairs that occur more often than when they were taken last, with their counts. */
  takeGrown(): { readonly pair: Pair; readonly count: number }[] {
    const taken = [...this.#grown].map((pair) => ({ pair, count: this.countOf(pair) }));
    this.#grown = new Set();
    return taken;
  }

  /** Puts `symbol` in the place of the pair in every word, from the left. */
  merge(pair: Pair, symbol: number): void {
    const words = this.#words.get(pair) ?? [];
    this.#words.delete(pair);
    for (const word of words) {
      this.#removePairs(word);
      word.symbols = replacePair(word.symbols, pair, symbol);
      this.#addPairs(word);
    }
  }

  #removePairs({ symbols, count }: Word): void {
    for (const pair of pairsOf(symbols)) this.#counts.set(pair, this.countOf(pair) - count);
  }

  #addPairs(word: Word): void {
    for (const pair of pairsOf(word.symbols)) {
      this.#counts.set(pair, this.countOf(pair) + word.count);
      this.#grown.add(pair);
      const words = this.#words.get(pair);
      if (words === undefined) this.#words.set(pair, new Set([word]));
      else words.add(word);
    }
  }
}

function pairsOf(symbols: readonly number[]): Pair[] {
  return symbols.slice(1).map((second, index) => makePair(symbols[index] ?? 0, second));
}

function replacePair(symbols: readonly number[], pair: Pair, symbol: number): number[] {
  const [first, second] = splitPair(pair);
  const replaced: number[] = [];
  for (let at = 0; at < symbols.length; at += 1) {
    const current = symbols[at] ?? 0;
    const isPair = current === first && symbols[at + 1] === second;
    replaced.push(isPair ? symbol : current);
    if (isPair) at += 1;
  }
  return replaced;
}
