/** Arithmetic mean of at least one number. */
export function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** Standard deviation of the sample (n - 1); 0 of a single number. */
export function standardDeviation(values: readonly number[]): number {
  if (values.length < 2) return 0;
  const center = mean(values);
  const squares = values.reduce((sum, value) => sum + (value - center) ** 2, 0);
  return Math.sqrt(squares / (values.length - 1));
}

/** `0.819 ± 0.005` of fractions: mean and standard deviation. */
export function formatSpread(values: readonly number[]): string {
  return `${mean(values).toFixed(3)} ± ${standardDeviation(values).toFixed(3)}`;
}
