/** Whether two models give the same labels, in whatever order; no model has a label twice. */
export function haveSameLabels(one: readonly string[], other: readonly string[]): boolean {
  return one.length === other.length && one.every((label) => other.includes(label));
}
