import type { SliceName } from "../report.ts";

/** What the texts of a slice have in common. */
export const SLICE_NAMES: Readonly<Record<SliceName, readonly [en: string, ja: string]>> = {
  "length-short": ["shortest third", "短い（下位1/3）"],
  "length-middle": ["middle third", "中程度（中位1/3）"],
  "length-long": ["longest third", "長い（上位1/3）"],
  truncated: ["cut off", "途中で切れた"],
  negation: ["negation", "否定を含む"],
  emoji: ["emoji", "絵文字を含む"],
  url: ["URL", "URLを含む"],
  laughter: ["laughter (w, 笑)", "笑い（w、笑）"],
  question: ["question", "疑問文"],
  "mixed-scripts": ["mixed scripts", "文字種の混在"],
};
