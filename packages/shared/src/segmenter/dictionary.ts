import { CharacterCategories } from "./character-categories.ts";
import { checkParts } from "./check-parts.ts";
import { type CacheSize, ConnectionCosts } from "./connection-costs.ts";
import { type DictionaryFile, type DictionaryInfo, readDictionaryFile } from "./dictionary-file.ts";
import { Entries } from "./entries.ts";
import { Lattice } from "./lattice.ts";
import { Segmenter } from "./segmenter.ts";
import { Trie } from "./trie.ts";
import type { Words } from "./words.ts";

export {
  type DictionaryInfo,
  verifyDictionaryFile as verifyDictionary,
} from "./dictionary-file.ts";
export type { Words } from "./words.ts";

/** A compiled dictionary, open. */
export interface Dictionary {
  readonly info: DictionaryInfo;
  /**
   * Words of an NFKC text up to its first NUL, exactly as MeCab cuts it, as UTF-16
   * offsets. The arrays are valid until the next call.
   * @throws KanjoError `text-too-long` where MeCab gives up: in Japanese after some millions of characters
   */
  segment(text: string): Words;
}

/** Half a MiB of lines that are always at hand and 4 MiB of others cover nearly all that texts ask for. */
const CACHE: CacheSize = { hot: 1024, cold: 8192 };

/**
 * Opens a compiled dictionary; its parts are used where they lie in `bytes`, which
 * must not change. What only a digest can find is not looked for: `verifyDictionary` does.
 * @throws KanjoError `dictionary-invalid`, `dictionary-version-unsupported`
 */
export function openDictionary(bytes: Uint8Array, cache: CacheSize = CACHE): Dictionary {
  const file = readDictionaryFile(bytes);
  const segmenter = new Segmenter(readParts(file, cache));
  return { info: file.info, segment: (text) => segmenter.segment(text) };
}

function readParts(file: DictionaryFile, cache: CacheSize) {
  const { rows, columns } = file.info;
  const trie = new Trie({
    labels: file.u16("labels"),
    last: file.u32("last"),
    internal: file.u32("internal"),
    terminal: file.u32("terminal"),
  });
  const entries = {
    pairs: file.u16("pairs"),
    costs: file.i16("costs"),
    rows: file.u16("pairRows"),
    columns: file.u16("pairColumns"),
  };
  const categories = {
    classes: file.u8("classes"),
    infos: file.u32("infos"),
    firstUnknown: file.u16("firstUnknown"),
    unknownPairs: file.u16("unknownPairs"),
    unknownCosts: file.i16("unknownCosts"),
  };
  const border = file.u16("border");
  const codeLengths = file.u8("codeLengths");
  checkParts({ rows, columns, border, codeLengths, entries, categories });
  return {
    trie,
    entries: new Entries(entries, trie.surfaces),
    categories: new CharacterCategories(categories),
    lattice: new Lattice(openMatrix(file, cache), rows, border[0] ?? 0, border[1] ?? 0),
  };
}

function openMatrix(file: DictionaryFile, cache: CacheSize): ConnectionCosts {
  const { rows, columns } = file.info;
  const parts = {
    rows,
    columns,
    codeLengths: file.u8("codeLengths"),
    code: file.u8("code"),
    lineBytes: file.u16("lineBytes"),
    lineParents: file.u16("lineParents"),
    rowMinimums: file.i16("rowMinimums"),
    hotLines: file.u32("hotLines"),
  };
  return new ConnectionCosts(parts, cache);
}
