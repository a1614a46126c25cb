import { cutToWidth } from "./display-width.ts";

/**
 * What the user sees while the trainer works, on stderr. On a terminal one line
 * is drawn over and over; elsewhere only finished lines are written.
 */
export interface Reporter {
  /** A finished line under the name of a stage. */
  line(stage: string, text: string): void;
  /** The state of something that is still going on; gone when the next line is written. */
  progress(stage: string, text: string): void;
}

interface Output {
  write(text: string): unknown;
  readonly isTTY?: boolean;
  /** 0 where the terminal does not say. */
  readonly columns?: number;
}

const STAGE_WIDTH = 10;
const DEFAULT_COLUMNS = 80;

export function createReporter(
  output: Output,
  env: Readonly<Record<string, string | undefined>>,
): Reporter {
  const live = output.isTTY === true && !env["CI"] && !env["NO_COLOR"];
  const erase = (): void => {
    if (live) output.write("\r\u001B[2K");
  };
  return {
    line(stage, text) {
      erase();
      output.write(`${format(stage, text)}\n`);
    },
    progress(stage, text) {
      if (!live) return;
      erase();
      output.write(cutToWidth(format(stage, text), (output.columns || DEFAULT_COLUMNS) - 1));
    },
  };
}

/** Labels and names of files come from the user's data: no control characters reach the terminal. */
function format(stage: string, text: string): string {
  return `${stage.padEnd(STAGE_WIDTH)} ${text.replaceAll(/\p{Cc}+/gu, " ")}`;
}

const BAR_CELLS = 20;

/** `[########............]` */
export function drawBar(done: number, total: number): string {
  const filled = Math.min(BAR_CELLS, Math.floor((done / total) * BAR_CELLS));
  return `[${"#".repeat(filled)}${".".repeat(BAR_CELLS - filled)}]`;
}

/** `1:05`, `2:03:04` */
export function formatDuration(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  const twoDigits = (value: number): string => String(value).padStart(2, "0");
  const hours = Math.floor(whole / 3600);
  const minutes = Math.floor(whole / 60) % 60;
  const start = hours === 0 ? String(minutes) : `${hours}:${twoDigits(minutes)}`;
  return `${start}:${twoDigits(whole % 60)}`;
}

export function formatPercent(fraction: number): string {
  return `${(fraction * 100).toFixed(1)} %`;
}

/** `2.1 MB`, decimal units */
export function formatBytes(bytes: number): string {
  if (bytes < 1e6) return `${(bytes / 1e3).toFixed(1)} kB`;
  return bytes < 1e9 ? `${(bytes / 1e6).toFixed(1)} MB` : `${(bytes / 1e9).toFixed(1)} GB`;
}

/** `111.2 M`, `768.4 k` */
export function formatCount(count: number): string {
  if (count >= 1e6) return `${(count / 1e6).toFixed(1)} M`;
  return count >= 1e3 ? `${(count / 1e3).toFixed(1)} k` : String(count);
}

/** `1 warning`, `2 warnings` */
export function formatNumberOf(count: number, noun: string, plural = `${noun}s`): string {
  return `${count} ${count === 1 ? noun : plural}`;
}
