/**
 * MeCab's character categories. MeCab looks at a UTF-16 unit's worth of text; a
 * character outside the BMP counts as U+0000 (its `utf8_to_ucs2` in ucs.h).
 */

/** The parts of a compiled dictionary that hold the categories. */
export interface CategoryParts {
  /** Class of each UTF-16 unit; surrogates have that of U+0000. */
  readonly classes: Uint8Array;
  /** Bit field of each class, as in `char.bin`. */
  readonly infos: Uint32Array;
  /** First unknown-word entry of each category, and their number at the end. */
  readonly firstUnknown: Uint16Array;
  /** Pair number of each unknown-word entry. */
  readonly unknownPairs: Uint16Array;
  readonly unknownCosts: Int16Array;
}

/** What a class of characters does, in arrays that the segmenter indexes by class. */
export class CharacterCategories {
  readonly classes: Uint8Array;
  /** A bit for each category that the characters belong to. */
  readonly types: Uint32Array;
  /** 1 when unknown words are looked for even beside known ones. */
  readonly invoke: Uint8Array;
  /** 1 when a run of characters makes one unknown word. */
  readonly group: Uint8Array;
  /** Longest unknown word besides the group, in characters. */
  readonly length: Uint8Array;
  /** First unknown-word entry of the class's default category, and the entry after its last. */
  readonly firstUnknown: Uint16Array;
  readonly endUnknown: Uint16Array;
  readonly unknownPairs: Uint16Array;
  readonly unknownCosts: Int16Array;

  constructor(parts: CategoryParts) {
    const { infos, firstUnknown } = parts;
    const defaultTypes = Array.from(infos, (info) => (info >>> 18) & 0xff);
    this.classes = parts.classes;
    this.types = infos.map((info) => info & 0x3ffff);
    this.length = Uint8Array.from(infos, (info) => (info >>> 26) & 15);
    this.group = Uint8Array.from(infos, (info) => (info >>> 30) & 1);
    this.invoke = Uint8Array.from(infos, (info) => info >>> 31);
    this.firstUnknown = Uint16Array.from(defaultTypes, (type) => firstUnknown[type] ?? 0);
    this.endUnknown = Uint16Array.from(defaultTypes, (type) => firstUnknown[type + 1] ?? 0);
    this.unknownPairs = parts.unknownPairs;
    this.unknownCosts = parts.unknownCosts;
  }
}
