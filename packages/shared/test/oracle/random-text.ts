/**
 * Random Unicode texts, made to hurt: code points of every general category,
 * clusters that normalization changes, white space and control characters of
 * all kinds, special tokens, and cuttings of real text with all of these put in;
 * runs of one character, around the lengths at which MeCab stops grouping; and
 * longer cuttings of real text that nothing separates.
 */
import type { Random } from "./random.ts";
import { type CategoryRun, isOfOneVersion } from "./unicode.ts";

const PLAIN = Array.from("がぎぱアップルー漢字東京𠮷𢌞々〆ヶabcXYZ019!?.,…～ー「」、。");
const KANA = ["ｱｯﾌﾟﾙ", "ｶﾞ", "ﾊﾟ", "ﾞ", "ﾟ", "か\u3099", "は\u309a", "\u3099", "゛", "う\u3099\u3099"];
const COMPATIBILITY = [
  "Ｗｉｎ",
  "！",
  "％",
  "￣",
  "￥",
  "㍻",
  "㌔",
  "①",
  "Ⅳ",
  "ﬁ",
  "ﷺ",
  "½",
  "㈱",
  "℡",
];
const LATIN = ["é", "e\u0301", "e\u0323\u0307", "e\u0307\u0323", "\u0344", "Å", "\u212b", "ß", "İ"];
const JAMO = [
  "\u1100\u1161\u11a8",
  "\u1100",
  "\u1161",
  "\u11a8",
  "\uac00\u11a8",
  "ﾡￂ",
  "\u3131\u314f",
];
const INDIC = ["क\u093c", "\u0958", "\u09c7\u09be", "\u0dd9\u0dcf\u0dca", "\u0f71\u0f72\u0f74"];
const EMOJI = ["😀", "👨‍👩‍👧‍👦", "👍🏽", "🇯🇵", "❤️", "1️⃣", "葛\u{e0100}", "\ufe0f", "\u200d", "\u200b"];
const ASCII_SPACE = [
  " ",
  "\t",
  "\n",
  "\v",
  "\f",
  "\r",
  "\r\n",
  "\x1c",
  "\x1d",
  "\x1e",
  "\x1f",
  "\x85",
];
const WIDE_SPACE = [
  "\u3000",
  "\xa0",
  "\u1680",
  "\u2003",
  "\u2009",
  "\u2028",
  "\u2029",
  "\u202f",
  "\u205f",
];
const CONTROL = ["\0", "\x01", "\x7f", "\x9f", "\xad", "\ufeff", "\u202e", "\u2066", "\ufffd"];
const UNASSIGNED = ["\uffff", "\u{10ffff}", "\ue000", "\ufdd0"];
const SPECIAL = [
  "[UNK]",
  "[SEP]",
  "[PAD]",
  "[CLS]",
  "[MASK]",
  "<s>",
  "</s>",
  "<s>1",
  "<pad>",
  "<mask>",
];
const ALMOST_SPECIAL = [
  "[MASK",
  "[[SEP]]",
  "[mask]",
  "［ＭＡＳＫ］",
  "[unused0]",
  "<s",
  "##a",
  "##",
];

/** Texts that NFKC, MeCab, Python or the search for special tokens treat in a way of their own. */
const CLUSTERS = [
  ...PLAIN,
  ...KANA,
  ...COMPATIBILITY,
  ...LATIN,
  ...JAMO,
  ...INDIC,
  ...EMOJI,
  ...ASCII_SPACE,
  ...WIDE_SPACE,
  ...CONTROL,
  ...UNASSIGNED,
  ...SPECIAL,
  ...ALMOST_SPECIAL,
];

/** One character of each kind of those that MeCab's dictionaries tell apart, and others of their bytes. */
const REPEATED = [
  ...PLAIN,
  ...ASCII_SPACE,
  ...WIDE_SPACE,
  ...CONTROL,
  ...Array.from("αЖ😀\uffff\u3099①ｱ１Ａ・゛一二十百兆\u2028\u0e01\u05d0"),
];

/** Runs of these lengths are more frequent than others. */
const RUN_LENGTHS = [1, 2, 3, 23, 24, 25, 26, 27, 28, 50, 51];
const LONGEST_RUN = 200;

const SHORT_CUTTING = 12;
const LONGEST_CUTTING = 60;

/** Makes random texts from code points of all categories, CLUSTERS and real sentences. */
export class RandomText {
  readonly #random: Random;
  readonly #runsByCategory: CategoryRun[][];
  readonly #sentences: readonly string[];

  constructor(random: Random, runs: readonly CategoryRun[], sentences: readonly string[]) {
    this.#random = random;
    this.#sentences = sentences;
    const groups = Object.groupBy(runs, ([, , category]) => category);
    this.#runsByCategory = Object.values(groups).map((group) => group ?? []);
  }

  next(): string {
    switch (this.#random.below(8)) {
      case 0:
        return this.#repeat(4, () => this.#run());
      case 1:
        return this.#repeat(6, () => this.#cutting(LONGEST_CUTTING));
      default:
        return this.#repeat(24, () => this.#part());
    }
  }

  /** Fewer than `limit` parts. */
  #repeat(limit: number, makePart: () => string): string {
    return Array.from({ length: this.#random.below(limit) }, makePart).join("");
  }

  #run(): string {
    const length =
      this.#random.below(3) === 0
        ? this.#random.below(LONGEST_RUN + 1)
        : this.#random.pick(RUN_LENGTHS);
    const character = this.#random.below(2) === 0 ? this.#random.pick(REPEATED) : this.#codePoint();
    return character.repeat(length);
  }

  #part(): string {
    switch (this.#random.below(8)) {
      case 0:
        return this.#cutting(SHORT_CUTTING);
      case 1:
      case 2:
      case 3:
        return this.#codePoint();
      default:
        return this.#random.pick(CLUSTERS);
    }
  }

  #codePoint(): string {
    const [first, last, category] = this.#random.pick(this.#random.pick(this.#runsByCategory));
    const codePoint = first + this.#random.below(last - first + 1);
    if (isOfOneVersion(codePoint, category)) return this.#codePoint();
    return String.fromCodePoint(codePoint);
  }

  #cutting(longest: number): string {
    if (this.#sentences.length === 0) return "";
    const characters = Array.from(this.#random.pick(this.#sentences));
    const start = this.#random.below(characters.length);
    return characters.slice(start, start + 1 + this.#random.below(longest)).join("");
  }
}
