import { drawBar, formatDuration, formatPercent, type Reporter } from "../terminal/reporter.ts";
import { BAD_ROW_REASONS } from "./bad-row-reason.ts";
import type { BadRow, Position } from "./row.ts";
import type { Tally } from "./tally.ts";

export interface LabellingReport {
  progress(position: Position, tally: Tally): void;
  badRow(row: BadRow): void;
  /** The line at the end. @returns seconds since the beginning */
  end(position: Position, tally: Tally): number;
}

export interface ReportedInput {
  readonly name: string;
  /** Null where it is not known. */
  readonly bytes: number | null;
  /** Where this process began; what an earlier one did took no time of it. */
  readonly from: Position;
}

const REDRAW_MS = 100;
const BAD_ROWS_SHOWN = 10;

/** @param now milliseconds */
export function reportLabelling(
  { name, bytes, from }: ReportedInput,
  reporter: Reporter,
  now: () => number,
): LabellingReport {
  const started = now();
  let drawn = Number.NEGATIVE_INFINITY;
  let badRows = 0;
  const elapsed = (): number => (now() - started) / 1000;
  return {
    progress(position, tally) {
      if (now() - drawn < REDRAW_MS) return;
      drawn = now();
      const rate = formatRate(position.rows - from.rows, elapsed());
      const left = estimateLeft(position.offset, bytes, from.offset, elapsed());
      const parts = [`${group(position.rows)} rows`, rate, ...left, ...describeBad(tally)];
      const bar = bytes === null ? "" : `${drawBar(position.offset, bytes || 1)} `;
      reporter.progress("predict", `${bar}${parts.join(", ")}`);
    },
    badRow({ number, line, reason }) {
      badRows += 1;
      if (badRows > BAD_ROWS_SHOWN) return;
      const what = `${BAD_ROW_REASONS[reason]} (${reason})`;
      reporter.line("bad row", `${name}:${line}, row ${group(number)}: ${what}`);
      if (badRows === BAD_ROWS_SHOWN)
        reporter.line("bad row", "further ones go to the side file alone");
    },
    end(position, tally) {
      const seconds = elapsed();
      const parts = [
        `${name}: ${group(position.rows)} ${position.rows === 1 ? "row" : "rows"}`,
        ...(from.rows > 0 ? [`${group(from.rows)} of them before`] : []),
        formatDuration(seconds),
        formatRate(position.rows - from.rows, seconds),
        ...describeBad(tally),
      ];
      reporter.line("predict", parts.join(", "));
      return seconds;
    },
  };
}

function formatRate(rows: number, seconds: number): string {
  return `${group(Math.round(rows / Math.max(seconds, 0.001)))} rows/s`;
}

/** By bytes: how many rows there will be is not known. */
function estimateLeft(
  offset: number,
  bytes: number | null,
  from: number,
  seconds: number,
): readonly string[] {
  if (bytes === null || offset <= from) return [];
  const left = (Math.max(0, bytes - offset) / (offset - from)) * seconds;
  return [`${formatDuration(left)} left`];
}

function describeBad({ bad, labelled }: Tally): readonly string[] {
  return bad === 0 ? [] : [`${group(bad)} bad (${formatPercent(bad / (bad + labelled))})`];
}

/** `12,345` */
function group(count: number): string {
  return count.toLocaleString("en-US");
}
