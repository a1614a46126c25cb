import type { ClassifierPool } from "../inference/classifier-pool.ts";
import type { Settings } from "./checkpoint.ts";
import { describeBadRow } from "./describe-bad-row.ts";
import type { Input } from "./input.ts";
import { type LabelledBatch, type LabelledRow, labelRows } from "./label-rows.ts";
import type { OpenedRows, OpenRows } from "./row-format.ts";
import { type BadRow, type Position, START } from "./row.ts";
import { countRows, NOTHING, type Tally } from "./tally.ts";
import type { Progress, Target } from "./targets.ts";

export interface Labelling {
  readonly input: Input;
  readonly openRows: OpenRows;
  readonly settings: Settings;
  readonly target: Target;
  /** How far an earlier process came; null at the beginning. */
  readonly begun: Pick<Progress, "position" | "tally"> | null;
}

export interface LabellingOptions {
  readonly pool: Pick<ClassifierPool, "classify" | "workers">;
  /** Whether the release would rather not give an answer of this score. */
  readonly abstains: (score: number) => boolean;
  /** When it is aborted, what was read is answered, and everything is kept to go on from. */
  readonly stop: AbortSignal;
  /** Milliseconds. */
  readonly now: () => number;
  readonly onProgress: (position: Position, tally: Tally) => void;
  readonly onBadRow: (row: BadRow) => void;
  /** Milliseconds between two checkpoints. */
  readonly keepEvery?: number;
}

export interface Labelled {
  /** `stopped`: kept, and not complete. */
  readonly outcome: "complete" | "stopped";
  readonly position: Position;
  readonly tally: Tally;
}

const KEEP_EVERY_MS = 1_000;

/**
 * Labels an input from where it was left to its end.
 * @throws KanjoError `input-invalid`, `columns-taken`, `label-unwritable`, and what the pool throws
 */
export async function labelInput(
  { input, openRows, settings, target, begun }: Labelling,
  options: LabellingOptions,
): Promise<Labelled> {
  const { pool, abstains, stop, now, onProgress, onBadRow } = options;
  const from = begun?.position ?? START;
  const opened = await openRows(input, from);
  let progress: Progress = { settings, position: from, tally: begun?.tally ?? NOTHING };
  if (begun === null) await target.write(opened.header, "");
  let kept = now();
  for await (const batch of labelRows(opened.rows, pool, stop)) {
    await writeBatch(batch, opened, target);
    batch.rows.filter(isBad).forEach(onBadRow);
    const tally = countRows(progress.tally, batch.rows, abstains);
    progress = { settings, position: batch.after, tally };
    onProgress(batch.after, tally);
    if (now() - kept < (options.keepEvery ?? KEEP_EVERY_MS)) continue;
    await target.keep(progress);
    kept = now();
  }
  const outcome = stop.aborted ? "stopped" : "complete";
  await (stop.aborted ? target.keep(progress) : target.finish(progress));
  return { outcome, position: progress.position, tally: progress.tally };
}

async function writeBatch(
  { rows }: LabelledBatch,
  opened: OpenedRows,
  target: Target,
): Promise<void> {
  const output = rows.map((row) => (row.kind === "text" ? opened.append(row, row.answer) : ""));
  const badRows = rows.map((row) => (row.kind === "bad" ? describeBadRow(row) : ""));
  await target.write(output.join(""), badRows.join(""));
}

function isBad(row: LabelledRow): row is BadRow {
  return row.kind === "bad";
}
