/**
 * Cuts a text into the words that MeCab finds in it. What words can begin at a
 * place follows `Tokenizer::lookup` of taku910/mecab (tokenizer.cpp): the
 * dictionary's, and unknown ones by the category of the first character.
 */
import type { CharacterCategories } from "./character-categories.ts";
import { enlarge } from "./enlarge.ts";
import { type Entries, LAST_ENTRY, PAIR_MASK } from "./entries.ts";
import type { Lattice } from "./lattice.ts";
import { NO_NODE, type Trie } from "./trie.ts";
import type { Words } from "./words.ts";

/** A group of characters longer than this, besides the first one, makes no unknown word (`max-grouping-size`). */
const MAX_GROUPED = 24;

/**
 * MeCab looks at no more than this many bytes from a place, white space included.
 * After as much white space it loses the rest of the text: a node's length, which
 * has 16 bits, overflows.
 */
const MAX_LOOKAHEAD_BYTES = 65_535;

/** No word has that many bytes, so only fewer that are left cut one. */
const MAX_WORD_BYTES = 32_768;

const SPACE = 0x20;

export interface SegmenterParts {
  readonly trie: Trie;
  readonly entries: Entries;
  readonly categories: CharacterCategories;
  readonly lattice: Lattice;
}

export class Segmenter {
  readonly #trie: Trie;
  readonly #entries: Entries;
  readonly #categories: CharacterCategories;
  readonly #lattice: Lattice;
  /** Surfaces that begin at the current place, shortest first: where each ends, and its entries. */
  #matchEnds = new Int32Array(64);
  #matchEntries = new Int32Array(64);
  #matches = 0;
  /** Ends of the unknown words that begin there, in MeCab's order. */
  readonly #unknownEnds = new Int32Array(17);
  #unknowns = 0;
  /** Bytes that MeCab looks at behind the white space. */
  #lookahead = 0;

  constructor(parts: SegmenterParts) {
    this.#trie = parts.trie;
    this.#entries = parts.entries;
    this.#categories = parts.categories;
    this.#lattice = parts.lattice;
  }

  /** Words of the text up to its first NUL, where the C string that MeCab is given ends. */
  segment(text: string): Words {
    const nul = text.indexOf("\0");
    const length = nul === -1 ? text.length : nul;
    this.#lattice.begin(length);
    for (let place = 0; place < length; place++) {
      if (this.#lattice.enter(place)) this.#addWords(text, length, place);
    }
    return this.#lattice.finish(length);
  }

  #addWords(text: string, length: number, place: number): void {
    const begin = this.#skipSpaces(text, length, place);
    if (begin === length) return;
    this.#matches = 0;
    this.#unknowns = 0;
    const firstClass = this.#classAt(text, begin);
    const limit = this.#lookahead > MAX_WORD_BYTES ? length : this.#findLimit(text, length, begin);
    this.#matchSurfaces(text, limit, begin);
    if (this.#matches === 0 || this.#categories.invoke[firstClass] === 1) {
      this.#findUnknowns(text, limit, begin, firstClass);
    }
    this.#connectUnknowns(begin, firstClass);
    this.#connectMatches(begin);
  }

  /**
   * The first place from `place` on whose character has no category in common with the one
   * before it, the first with a space; the text's end where MeCab loses the rest.
   */
  #skipSpaces(text: string, length: number, place: number): number {
    const { types, classes } = this.#categories;
    let type = types[classes[SPACE] ?? 0] ?? 0;
    let begin = place;
    this.#lookahead = MAX_LOOKAHEAD_BYTES;
    while (begin < length) {
      const next = types[this.#classAt(text, begin)] ?? 0;
      if ((next & type) === 0) break;
      this.#lookahead -= bytesAt(text, begin);
      if (this.#lookahead <= 0) return length;
      type = next;
      begin += widthAt(text, begin);
    }
    return begin;
  }

  /** Where the characters end that MeCab looks at; it would cut the next one in pieces. */
  #findLimit(text: string, length: number, begin: number): number {
    let limit = begin + widthAt(text, begin);
    let bytes = bytesAt(text, begin);
    while (limit < length) {
      bytes += bytesAt(text, limit);
      if (bytes > this.#lookahead) break;
      limit += widthAt(text, limit);
    }
    return limit;
  }

  #matchSurfaces(text: string, length: number, begin: number): void {
    const trie = this.#trie;
    let node = trie.first(text.charCodeAt(begin));
    for (let end = begin + 1; node !== NO_NODE; end++) {
      const surface = trie.surfaceAt(node);
      if (surface >= 0) this.#addMatch(end, surface);
      if (end >= length) return;
      node = trie.child(node, text.charCodeAt(end));
    }
  }

  #addMatch(end: number, surface: number): void {
    if (this.#matches === this.#matchEnds.length) {
      this.#matchEnds = enlarge(this.#matchEnds, this.#matches * 2);
      this.#matchEntries = enlarge(this.#matchEntries, this.#matches * 2);
    }
    this.#matchEnds[this.#matches] = end;
    this.#matchEntries[this.#matches] = this.#entries.firstOf(surface);
    this.#matches += 1;
  }

  #findUnknowns(text: string, length: number, begin: number, firstClass: number): void {
    const { types, group, length: lengths } = this.#categories;
    const first = begin + widthAt(text, begin);
    const groupEnd =
      group[firstClass] === 1 ? this.#findGroup(text, length, first, firstClass) : NO_NODE;
    const type = types[firstClass] ?? 0;
    let end = first;
    for (let size = lengths[firstClass] ?? 0; size > 0 && end !== groupEnd; size--) {
      this.#addUnknown(end);
      if (end >= length || ((types[this.#classAt(text, end)] ?? 0) & type) === 0) break;
      end += widthAt(text, end);
    }
    if (this.#matches === 0 && this.#unknowns === 0) this.#addUnknown(first);
  }

  /** Adds the unknown word of all following characters of a kind, unless they are too many; gives its end. */
  #findGroup(text: string, length: number, first: number, firstClass: number): number {
    const { types } = this.#categories;
    let type = types[firstClass] ?? 0;
    let end = first;
    let grouped = 0;
    while (end < length) {
      const next = types[this.#classAt(text, end)] ?? 0;
      if ((next & type) === 0) break;
      type = next;
      end += widthAt(text, end);
      grouped += 1;
      if (grouped > MAX_GROUPED) return end;
    }
    this.#addUnknown(end);
    return end;
  }

  #addUnknown(end: number): void {
    this.#unknownEnds[this.#unknowns] = end;
    this.#unknowns += 1;
  }

  /** MeCab connects the nodes of a place last to first. */
  #connectUnknowns(begin: number, firstClass: number): void {
    const { firstUnknown, endUnknown, unknownPairs, unknownCosts } = this.#categories;
    const { rows, columns } = this.#entries;
    const first = firstUnknown[firstClass] ?? 0;
    for (let unknown = this.#unknowns - 1; unknown >= 0; unknown--) {
      const end = this.#unknownEnds[unknown] ?? 0;
      for (let entry = (endUnknown[firstClass] ?? 0) - 1; entry >= first; entry--) {
        const pair = unknownPairs[entry] ?? 0;
        const cost = unknownCosts[entry] ?? 0;
        this.#lattice.connect(begin, end, rows[pair] ?? 0, columns[pair] ?? 0, cost);
      }
    }
  }

  #connectMatches(begin: number): void {
    const { pairs, costs, rows, columns } = this.#entries;
    for (let match = this.#matches - 1; match >= 0; match--) {
      const end = this.#matchEnds[match] ?? 0;
      const first = this.#matchEntries[match] ?? 0;
      let entry = first;
      while (((pairs[entry] ?? LAST_ENTRY) & LAST_ENTRY) === 0) entry += 1;
      for (; entry >= first; entry--) {
        const pair = (pairs[entry] ?? 0) & PAIR_MASK;
        const cost = costs[entry] ?? 0;
        this.#lattice.connect(begin, end, rows[pair] ?? 0, columns[pair] ?? 0, cost);
      }
    }
  }

  #classAt(text: string, place: number): number {
    return this.#categories.classes[text.charCodeAt(place)] ?? 0;
  }
}

/** UTF-16 units of the character at a place. */
function widthAt(text: string, place: number): number {
  if ((text.charCodeAt(place) & 0xfc00) !== 0xd800) return 1;
  return (text.charCodeAt(place + 1) & 0xfc00) === 0xdc00 ? 2 : 1;
}

/** Its bytes in UTF-8. */
function bytesAt(text: string, place: number): number {
  const unit = text.charCodeAt(place);
  if (unit < 0x80) return 1;
  if (unit < 0x800) return 2;
  return widthAt(text, place) + 2;
}
