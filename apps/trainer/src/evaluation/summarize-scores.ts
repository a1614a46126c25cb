/** What several seeds have in common. */
export interface Summary {
  readonly mean: number;
  /** Sample standard deviation; null with a single seed. */
  readonly deviation: number | null;
}

/** @param values at least one */
export function summarize(values: readonly number[]): Summary {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  if (values.length === 1) return { mean, deviation: null };
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return { mean, deviation: Math.sqrt(squares / (values.length - 1)) };
}

/** `0.906`, `0.906±0.002`: three digits, as JGLUE's table has them. */
export function formatSummary({ mean, deviation }: Summary): string {
  return deviation === null ? mean.toFixed(3) : `${mean.toFixed(3)}±${deviation.toFixed(3)}`;
}
