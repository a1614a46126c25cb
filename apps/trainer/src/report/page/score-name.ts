import { nameScore } from "../../terminal/describe-scores.ts";
import type { Phrase } from "./say.ts";

const IN_JAPANESE: Readonly<Record<string, string>> = {
  accuracy: "正解率",
  macro_f1: "マクロF1",
  matthews: "マシューズ相関係数",
  pearson: "ピアソン相関",
  spearman: "スピアマン相関",
};

export function translateScore(score: string): Phrase {
  const name = nameScore(score);
  return [name, IN_JAPANESE[score] ?? name];
}
