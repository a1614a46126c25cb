/** A figure beside what it has to reach. */
export interface Figure {
  readonly name: string;
  /** Null where it could not be measured. */
  readonly value: number | null;
  readonly unit: string;
  readonly must: number;
  readonly tryFor: number;
  readonly better: "less" | "more";
}

/** `try for`, `must`, **below** or what is missing. */
export function judge({ value, must, tryFor, better }: Figure): string {
  if (value === null || Number.isNaN(value)) return "not measured";
  const reaches = (goal: number): boolean => (better === "less" ? value <= goal : value >= goal);
  if (reaches(tryFor)) return "try for";
  return reaches(must) ? "must" : "**below**";
}
