/**
 * Trains a WordPiece vocabulary the way of Hugging Face's `WordPieceTrainer`
 * (tokenizers, `models/bpe/trainer.rs`): byte-pair-encoding merges over counted
 * words, in which a symbol that does not begin its word is written with `##`.
 * The vocabulary is the alphabet, its `##` forms, and then one symbol a merge,
 * always of the pair that is most frequent at that moment.
 *
 * Where Hugging Face leaves the order to a hash map it is fixed here: characters
 * by frequency, then by code point; of equally frequent pairs the one whose
 * symbols came first. And where it drops a rare character out of its words, the
 * whole word is left out here, because the tokenizer makes it [UNK] as a whole.
 */
import { chooseAlphabet } from "./alphabet.ts";
import { MergeQueue } from "./merge-queue.ts";
import { PairIndex } from "./pair-index.ts";
import { SymbolTable } from "./symbol-table.ts";

export interface WordPieceOptions {
  /** Upper bound on the tokens. The alphabet may take half of them, so that there is room for merges. */
  readonly size: number;
  /** Rarer characters are left out, and rarer pairs are not merged. */
  readonly minFrequency: number;
}

/**
 * Tokens without the special ones, characters first.
 * @param wordCounts words as the segmenter cuts them, and how often each occurs
 */
export function trainWordPiece(
  wordCounts: ReadonlyMap<string, number>,
  options: WordPieceOptions,
): string[] {
  const alphabet = chooseAlphabet(wordCounts, options);
  const symbols = new SymbolTable(alphabet.characters, alphabet.continuations);
  const pairs = new PairIndex();
  for (const [word, count] of alphabet.words) pairs.addWord(symbols.split(word), count);
  mergePairs(symbols, pairs, options);
  return symbols.tokens.slice(0, options.size);
}

function mergePairs(symbols: SymbolTable, pairs: PairIndex, options: WordPieceOptions): void {
  const queue = new MergeQueue();
  while (symbols.tokens.length < options.size) {
    queue.push(pairs.takeGrown());
    const merge = queue.pop((pair) => pairs.countOf(pair));
    if (merge === null || merge.count < options.minFrequency) return;
    pairs.merge(merge.pair, symbols.add(merge.pair));
  }
}
