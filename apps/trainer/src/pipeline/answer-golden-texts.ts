import type { GoldenText } from "@kanjo/shared/manifest/golden-text";

import { openClassifierPool } from "../inference/classifier-pool.ts";
import type { ServableModel } from "../inference/servable-model.ts";

/**
 * Of our own, because a manifest is read by everybody: what a tokenizer may get
 * wrong is in them (normalization, white space, unknown characters, a long text).
 */
const TEXTS = [
  "とても良かったです。",
  "二度と行きません！",
  "ｱﾌﾟﾘがすぐ落ちる。㌔単位で遠いし、①番の窓口も最悪…",
  "まあまあ　かな\n値段の割には😀",
  "𠮷野さんの対応が丁寧で、ＡＢＣ社にはまたお願いしたいと思いました(笑)",
  "届くのが遅くて心配しましたが、中身に問題はなく、問い合わせにもすぐ答えてもらえました。".repeat(
    4,
  ),
];

/** What the model answers to the texts that it is tried on before it serves. */
export async function answerGoldenTexts(model: ServableModel): Promise<GoldenText[]> {
  const pool = await openClassifierPool(model, { workers: 1 });
  try {
    const answers = await pool.classify(TEXTS);
    return answers.map(({ tokens, scores }, at) => ({ text: TEXTS[at] ?? "", tokens, scores }));
  } finally {
    await pool.close();
  }
}
