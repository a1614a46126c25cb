/** Numbers as both languages write them. */

const counts = new Intl.NumberFormat("en");
const percents = new Intl.NumberFormat("en", {
  style: "percent",
  minimumFractionDigits: 1,
  maximumFractionDigits: 1,
});
const points = new Intl.NumberFormat("en", {
  minimumFractionDigits: 1,
  maximumFractionDigits: 1,
  signDisplay: "exceptZero",
});

export function writeCount(value: number): string {
  return counts.format(value);
}

/** @param share 0 to 1 */
export function writePercent(share: number): string {
  return percents.format(share);
}

/** A change of a share, in percentage points with its sign. */
export function writePoints(change: number): string {
  return points.format(change * 100).replace("-", "−");
}

/** Bytes in MB of a million, as what is transferred is told. */
export function writeMegabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(1)} MB`;
}
