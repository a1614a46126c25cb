import type { Phrase } from "./say.ts";

const NAMES: Readonly<Record<string, Phrase>> = {
  train: ["Train", "訓練"],
  validation: ["Validation", "検証"],
  test: ["Test", "テスト"],
};

/** What people call a split; one of another name keeps it. */
export function nameSplit(split: string): Phrase {
  return NAMES[split] ?? [split, split];
}
