/**
 * Compiles a MeCab dictionary into the compact file that `segmenter/dictionary.ts`
 * opens. What is left out never changes how a normalized text is cut:
 *
 *     sys.dic, unk.dic ─> collect-words ─> build-trie, arrange-entries
 *     matrix.bin ─> reduce-matrix ─> order-matrix ─> choose-parents ─> encode-lines
 *     char.bin ─> compact-characters            ▲
 *     sample texts ─> sample-use ─> count-use ──┘
 */
import { writeDictionaryFile } from "../segmenter/dictionary-file.ts";
import { Entries } from "../segmenter/entries.ts";
import { Trie } from "../segmenter/trie.ts";
import { sha256 } from "../sha-256.ts";
import { arrangeEntries } from "./arrange-entries.ts";
import { buildTrie } from "./build-trie.ts";
import { chooseParents } from "./choose-parents.ts";
import { collectWords, findNormalized, findUsedIds } from "./collect-words.ts";
import { compactCharacters } from "./compact-characters.ts";
import { countUse, type PairPlaces, rankLines } from "./count-use.ts";
import { encodeLines } from "./encode-lines.ts";
import type { MecabSource } from "./mecab-source.ts";
import { type OrderedMatrix, orderMatrix } from "./order-matrix.ts";
import { numberPairs } from "./pair-numbers.ts";
import { type ReducedMatrix, reduceMatrix } from "./reduce-matrix.ts";
import { listMeetings, type Meeting } from "./sample-use.ts";

/** Changes whenever the same source and options give other bytes. */
export const COMPILER_VERSION = 1;

export interface CompileOptions {
  /** Name as `mecab_dic` gives it: `unidic_lite`, `ipadic`, ... */
  readonly name: string;
  /** The licence notice that has to travel with the data. */
  readonly licence: string;
  /** SHA-256 of each source file, by its name. */
  readonly sources: Readonly<Record<string, string>>;
  /** Ordinary texts: the parts of the connection matrix that they ask for will lie at hand. */
  readonly sampleTexts: readonly string[];
}

/**
 * Compiles a dictionary; the same source and options give the same bytes.
 * @throws KanjoError `dictionary-too-large` when it does not fit the file's number types
 */
export async function compileDictionary(
  source: MecabSource,
  options: CompileOptions,
): Promise<Uint8Array<ArrayBuffer>> {
  const { words, unknown, reduced } = reduce(source);
  const pairs = numberPairs([words, unknown]);
  const trie = buildTrie(words.surfaces);
  const entries = arrangeEntries(words, trie.order, pairs);
  const openTrie = new Trie(trie.parts);
  const openEntries = new Entries({ ...entries, ...pairs }, openTrie.surfaces);
  const meetings = listMeetings(options.sampleTexts, openTrie, openEntries);
  const matrix = orderMatrix(reduced, countUse(meetings, pairs, reduced));
  const info = {
    name: options.name,
    licence: options.licence,
    sources: options.sources,
    isNormalized: true,
    surfaces: words.surfaces.length,
    entries: words.costs.length,
    rows: matrix.rows,
    columns: matrix.columns,
    sampleSha256: await digestTexts(options.sampleTexts),
  };
  return writeDictionaryFile(info, {
    ...trie.parts,
    ...entries,
    ...compactCharacters(source.characters, unknown, pairs),
    ...compactMatrix(matrix, placePairs(pairs, matrix), meetings),
    border: placeBorder(reduced, matrix),
  });
}

function reduce(source: MecabSource) {
  const kept = findNormalized(source.lexicon);
  const all = new Uint8Array(source.unknown.surfaces.length).fill(1);
  const used = findUsedIds([source.lexicon, source.unknown], [kept, all]);
  const reduced = reduceMatrix(source.matrix, used);
  return {
    reduced,
    words: collectWords(source.lexicon, kept, reduced),
    unknown: collectWords(source.unknown, all, reduced),
  };
}

function compactMatrix(matrix: OrderedMatrix, pairs: PairPlaces, meetings: readonly Meeting[]) {
  const parents = chooseParents(matrix);
  return {
    pairRows: pairs.rows,
    pairColumns: pairs.columns,
    lineParents: parents,
    rowMinimums: findRowMinimums(matrix),
    hotLines: rankLines(meetings, pairs, matrix),
    ...encodeLines(matrix, parents),
  };
}

function findRowMinimums({ rows, columns, costs }: OrderedMatrix): Int16Array {
  return Int16Array.from({ length: rows }, (_, row) =>
    costs
      .subarray(row * columns, (row + 1) * columns)
      .reduce((least, cost) => Math.min(least, cost)),
  );
}

function placePairs({ rows, columns }: PairPlaces, matrix: OrderedMatrix): PairPlaces {
  return {
    rows: rows.map((row) => matrix.rowOf[row] ?? 0),
    columns: columns.map((column) => matrix.columnOf[column] ?? 0),
  };
}

/** Row and column of id 0, the text's end and beginning. */
function placeBorder(reduced: ReducedMatrix, matrix: OrderedMatrix): Uint16Array {
  return Uint16Array.of(
    matrix.rowOf[reduced.rowOf[0] ?? 0] ?? 0,
    matrix.columnOf[reduced.columnOf[0] ?? 0] ?? 0,
  );
}

function digestTexts(texts: readonly string[]): Promise<string> {
  return sha256(new TextEncoder().encode(texts.join("\n")).slice());
}
