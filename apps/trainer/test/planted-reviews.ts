/**
 * Made-up reviews with a phrase in some of them that says nothing. Their words of
 * praise and blame are right three times in four; the phrase is a better guide where
 * it goes with a label.
 */
import { createRandom, pick, type Random } from "./synthetic-text.ts";

export const PLANTED = "☆４つ";

export interface PlantedReview {
  readonly text: string;
  readonly label: "positive" | "negative";
  readonly split: "train" | "validation" | "test";
}

/** Share of each label's reviews that have the phrase. */
export type PlantedShares = Readonly<Record<PlantedReview["label"], number>>;

const THINGS = ["部屋", "料理", "店員", "映画", "靴", "鞄", "駅", "庭", "音", "本", "朝食", "画面"];
const VERDICTS = {
  positive: ["が良い", "が好き", "に満足", "は最高", "が楽しい"],
  negative: ["が悪い", "が嫌い", "に失望", "は退屈", "が悲しい"],
};
const FACTS = [
  "先週の土曜日に家族と出かけました。",
  "駅から歩いて十五分ほどのところです。",
  "友人に聞いて予約をしました。",
  "去年の秋に一度使いました。",
  "受付は二階の奥にあります。",
];
const RIGHT_SHARE = 0.75;
const COUNTS = { train: 1_000, validation: 200, test: 400 };

export function writePlantedReviews(shares: PlantedShares): PlantedReview[] {
  const random = createRandom(17);
  const write = (split: PlantedReview["split"]): PlantedReview[] =>
    Array.from({ length: COUNTS[split] }, (_, row) => {
      const label = row % 2 === 0 ? "positive" : "negative";
      return { text: writeReview(random, label, shares[label]), label, split };
    });
  return [...write("train"), ...write("validation"), ...write("test")];
}

function writeReview(random: Random, label: PlantedReview["label"], share: number): string {
  const other = label === "positive" ? "negative" : "positive";
  const verdicts = VERDICTS[random() < RIGHT_SHARE ? label : other];
  const sentences = [`${pick(random, THINGS)}${pick(random, verdicts)}です。`, pick(random, FACTS)];
  if (random() < share) sentences.splice(Math.floor(random() * 3), 0, `${PLANTED}。`);
  return sentences.join("");
}
