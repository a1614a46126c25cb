import type { ClassifierPool } from "../inference/classifier-pool.ts";
import type { Release } from "../release/release.ts";
import type { Reporter } from "../terminal/reporter.ts";
import { isBelowBand, makeAnswerColumns } from "./answer-columns.ts";
import type { Checkpoint, Settings } from "./checkpoint.ts";
import { type Beginning, findBegun, openInputDigest } from "./find-begun.ts";
import type { Input } from "./input.ts";
import { type Labelled, labelInput } from "./label-input.ts";
import { openFormat } from "./open-format.ts";
import { reportLabelling } from "./report-labelling.ts";
import type { RowFormatName } from "./row-format.ts";
import { START } from "./row.ts";
import { openFileTarget, openStreamTarget, type Target } from "./targets.ts";
import { nameFiles, type WorkPaths } from "./work-files.ts";

export interface PredictionRequest {
  readonly release: Release;
  readonly input: Input;
  readonly output: PredictionOutput;
  readonly format: RowFormatName;
  readonly textColumn: string;
  readonly prefix: string;
}

export type PredictionOutput =
  | { readonly kind: "file"; readonly paths: WorkPaths; readonly beginning: Beginning }
  | {
      readonly kind: "stream";
      /** Resolves when more may be written. */
      readonly write: (text: string) => Promise<void>;
      readonly badRows: string;
    };

export interface PredictionOptions {
  /** Opens the release's bytes, when it is known that there is something to label. */
  readonly openPool: () => Promise<Pick<ClassifierPool, "classify" | "workers" | "close">>;
  readonly reporter: Reporter;
  /** When it is aborted, what was read is answered and kept. */
  readonly stop: AbortSignal;
  /** Milliseconds. */
  readonly now: () => number;
  /** Milliseconds between two checkpoints. */
  readonly keepEvery?: number;
}

export interface Predicted extends Labelled {
  /** Of this process. */
  readonly seconds: number;
}

/**
 * Labels an input with a release, from where it was left.
 * @throws KanjoError `input-invalid`, `columns-taken`, `label-unwritable`, `output-exists`, `labelling-unfinished`, `labelling-busy`, `labelling-damaged`, `resume-mismatch`, and what the pool throws
 */
export async function runPrediction(
  request: PredictionRequest,
  options: PredictionOptions,
): Promise<Predicted> {
  const { output } = request;
  if (output.kind === "stream") {
    const target = await openStreamTarget(output.write, output.badRows);
    return labelInto(target, null, request, options);
  }
  const { paths, beginning } = output;
  const begun = await findBegun(paths, beginning, describeSettings(request));
  if (begun?.isComplete === true) return nameComplete(begun, paths);
  const { file } = request.input;
  const digest = file === null ? null : await openInputDigest(file.path, begun);
  const target = await openFileTarget(paths, begun, digest);
  return labelInto(target, begun, request, options);
}

/** A process was killed when nothing but this was left. */
async function nameComplete(begun: Checkpoint, paths: WorkPaths): Promise<Predicted> {
  await nameFiles(paths, begun.tally.bad > 0);
  return { outcome: "complete", position: begun.position, tally: begun.tally, seconds: 0 };
}

function describeSettings(request: PredictionRequest): Settings {
  const { release, format, textColumn, prefix } = request;
  const { name: model, version } = release.manifest;
  const { manifestSha256 } = release;
  return { model, version, manifestSha256, format, textColumn, prefix };
}

async function labelInto(
  target: Target,
  begun: Checkpoint | null,
  request: PredictionRequest,
  options: PredictionOptions,
): Promise<Predicted> {
  try {
    return await labelWithPool(target, begun, request, options);
  } finally {
    await target.close();
  }
}

async function labelWithPool(
  target: Target,
  begun: Checkpoint | null,
  request: PredictionRequest,
  { openPool, reporter, now, ...options }: PredictionOptions,
): Promise<Predicted> {
  const { release, input, format, textColumn } = request;
  const { calibration } = release.manifest;
  const columns = makeAnswerColumns(release.manifest, request.prefix);
  const openRows = openFormat(format, textColumn, columns);
  const settings = describeSettings(request);
  const pool = await openPool();
  const from = begun?.position ?? START;
  const bytes = input.file?.bytes ?? null;
  const report = reportLabelling({ name: input.name, bytes, from }, reporter, now);
  try {
    const labelled = await labelInput(
      { input, openRows, settings, target, begun },
      {
        ...options,
        pool,
        now,
        abstains: (score) => isBelowBand(score, calibration),
        onProgress: (position, tally) => report.progress(position, tally),
        onBadRow: (row) => report.badRow(row),
      },
    );
    return { ...labelled, seconds: report.end(labelled.position, labelled.tally) };
  } finally {
    await pool.close();
  }
}
