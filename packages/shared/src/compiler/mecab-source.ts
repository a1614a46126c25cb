/** A MeCab dictionary as its binary files have it, decoded but not yet compacted. */
export interface MecabSource {
  /** `sys.dic` */
  readonly lexicon: Lexicon;
  /** `unk.dic`; its surfaces are the names of the character categories. */
  readonly unknown: Lexicon;
  /** `matrix.bin` */
  readonly matrix: ConnectionMatrix;
  /** `char.bin` */
  readonly characters: CharacterDefinition;
}

/** Surfaces in ascending order of their UTF-8 bytes; the entries of surface `i` are `firstEntry[i]` to `firstEntry[i + 1] - 1`, in the file's order. */
export interface Lexicon {
  readonly surfaces: readonly string[];
  /** One more than there are surfaces. */
  readonly firstEntry: Uint32Array;
  /** MeCab's `lcAttr`: how the word looks to what stands before it. */
  readonly leftIds: Uint16Array;
  /** MeCab's `rcAttr`: how the word looks to what comes after it. */
  readonly rightIds: Uint16Array;
  /** MeCab's `wcost`. */
  readonly costs: Int16Array;
}

/** The cost of a node with right id `r` followed by one with left id `l` is `costs[r + leftSize * l]`. */
export interface ConnectionMatrix {
  /** How many right ids of left nodes there are. */
  readonly leftSize: number;
  /** How many left ids of right nodes there are. */
  readonly rightSize: number;
  readonly costs: Int16Array;
}

/** What MeCab knows of characters. */
export interface CharacterDefinition {
  readonly categories: readonly string[];
  /** By UTF-16 unit: type:18 (a bit a category), default_type:8, length:4, group:1, invoke:1 (bit 31). */
  readonly info: Uint32Array;
}
