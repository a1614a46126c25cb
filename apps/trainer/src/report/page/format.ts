import { formatPercent } from "../../terminal/reporter.ts";
import type { Interval } from "../report.ts";

/** A share of 0 to 1 as `88.9 %`, kept on one line. */
export function percent(share: number): string {
  return formatPercent(share).replace(" ", "\u00A0");
}

/** `86.5–90.8 %`, kept on one line. */
export function percentRange([low, high]: Interval): string {
  return `${(low * 100).toFixed(1)}\u2060–\u2060${percent(high)}`;
}

/** Difference of two fractions in percentage points, with its sign: `+1.2`. */
export function points(difference: number): string {
  return signed(difference * 100, 1);
}

/** With a sign, and a real minus: `−0.012`. */
export function signed(value: number, digits: number): string {
  const text = Math.abs(value).toFixed(digits);
  if (Number(text) === 0) return `±${text}`;
  return `${value < 0 ? "−" : "+"}${text}`;
}

export function fraction(value: number): string {
  return value.toFixed(3).replace("-", "−");
}

/** `12,345` */
export function count(value: number): string {
  return value.toLocaleString("en-US");
}

/** `2026-11-24 05:04 UTC` of an ISO 8601 time. */
export function moment(iso: string): string {
  return `${iso.slice(0, 10)} ${iso.slice(11, 16)} UTC`;
}

/** `p = 0.034`, `p < 0.001` */
export function probability(value: number): string {
  return value < 0.001 ? "p\u00A0<\u00A00.001" : `p\u00A0=\u00A0${value.toFixed(3)}`;
}

/** `2.15 ms` */
export function milliseconds(value: number): string {
  return `${value < 10 ? value.toFixed(2) : value.toFixed(1)}\u00A0ms`;
}
