/** Made-up reviews, the same ones for the same seed. */

const SUBJECTS = ["部屋", "朝食", "スタッフの対応", "配送", "電池の持ち", "画面", "梱包", "説明書"];
const PRAISES = [
  "とても良かった",
  "期待以上でした",
  "丁寧で気持ちが良い",
  "文句なしです😊",
  "最高でした笑",
];
const COMPLAINTS = [
  "がっかりしました",
  "思ったほどではない",
  "二度と買わない",
  "ひどいものでした",
  "壊れていた",
];
const LINKS = ["が、", "のに、", "。それでも", "し、", "。ただ、"];
const ENDINGS = [
  "また来ます。",
  "ほかの人にはどうでしょうか？",
  "星4つ。",
  "詳しくは https://example.com/r をどうぞ。",
  "以上です。",
];

/** Numbers from 0 up to 1 (a linear congruential generator). */
export type Random = () => number;

export function createRandom(seed: number): Random {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

export function pick<Item>(
  random: Random,
  items: readonly [Item, ...Item[]] | readonly Item[],
): Item {
  const item = items[Math.floor(random() * items.length)];
  if (item === undefined) throw new Error("nothing to pick from");
  return item;
}

/** Words with their offsets, as an explanation has them. */
export interface SyntheticText {
  readonly text: string;
  readonly words: readonly { readonly start: number; readonly end: number }[];
}

export function writeSyntheticText(random: Random): SyntheticText {
  const words: string[] = [];
  const clauses = 1 + Math.floor(random() * 3);
  for (let clause = 0; clause < clauses; clause += 1) {
    const verdict = random() < 0.5 ? PRAISES : COMPLAINTS;
    words.push(pick(random, SUBJECTS), "は", pick(random, verdict), pick(random, LINKS));
  }
  words.push(pick(random, ENDINGS));
  return locateWords(words);
}

function locateWords(words: readonly string[]): SyntheticText {
  let start = 0;
  const places = words.map((word) => {
    const place = { start, end: start + word.length };
    start = place.end;
    return place;
  });
  return { text: words.join(""), words: places };
}
