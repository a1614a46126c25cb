import type { ClassifiedText } from "@kanjo/shared/classifier";
import type { Manifest } from "@kanjo/shared/manifest";

/** What a row gets, as a format needs it. */
export interface AnswerColumns {
  /** `label`, `score`, `scores.<label>` for each, `abstained`, `model`, `version`, behind the prefix. */
  readonly names: readonly string[];
  /** Values in the order of `names`. */
  readonly toValues: (answer: ClassifiedText) => readonly AnswerValue[];
  /** The same for JSON, where `scores` is one object. */
  readonly toMembers: (answer: ClassifiedText) => Readonly<Record<string, unknown>>;
}

export type AnswerValue = string | number | boolean;

/** Scores are written with all their digits: they are the worker's to the last bit. */
export function makeAnswerColumns(
  {
    name,
    version,
    labels,
    calibration,
  }: Pick<Manifest, "name" | "version" | "labels" | "calibration">,
  prefix: string,
): AnswerColumns {
  const abstains = ({ score }: ClassifiedText): boolean => isBelowBand(score, calibration);
  return {
    names: ["label", "score", ...labels.map((label) => `scores.${label}`), ...LAST].map(
      (column) => `${prefix}${column}`,
    ),
    toValues: (answer) => [
      answer.label,
      answer.score,
      ...labels.map((label) => answer.scores[label] ?? 0),
      abstains(answer),
      name,
      version,
    ],
    toMembers: (answer) => ({
      [`${prefix}label`]: answer.label,
      [`${prefix}score`]: answer.score,
      [`${prefix}scores`]: answer.scores,
      [`${prefix}abstained`]: abstains(answer),
      [`${prefix}model`]: name,
      [`${prefix}version`]: version,
    }),
  };
}

const LAST = ["abstained", "model", "version"];

/** Whether the release would rather not answer, by its own calibration. */
export function isBelowBand(score: number, { abstain }: Manifest["calibration"]): boolean {
  return abstain !== null && score < abstain.below;
}
