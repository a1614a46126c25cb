import { describeMachine } from "../machine.ts";
import { quantile } from "../quantile.ts";

interface Speed {
  readonly name: string;
  /** Rows a second of each round. */
  readonly rates: readonly number[];
}

export interface Memory {
  readonly rows: number;
  readonly seconds: number;
  /** Of all samples, bytes. */
  readonly peak: number;
  /** Medians of the samples' quarters, bytes. */
  readonly quarters: readonly number[];
}

export interface PredictMeasurements {
  readonly run: string;
  readonly texts: number;
  readonly workers: number;
  /** One worker, all workers, then the pipeline. */
  readonly speeds: readonly [Speed, Speed, ...Speed[]];
  /** Share of texts to which the int8 release and the pipeline give the same label. */
  readonly agreement: number;
  readonly pipeline: { readonly version: string; readonly threads: number };
  readonly memory: readonly Memory[];
}

/** Markdown of all that was measured. */
export function describe(measured: PredictMeasurements): string {
  const { run, texts, workers, speeds, agreement, pipeline } = measured;
  const [one, all] = speeds;
  return `### Labelling files: \`pnpm bench predict\`

${describeMachine()}. \`trainer predict\` with ${run}, int8 in onnxruntime-web; ${texts} texts of kanjo-reviews, rounds of all contenders one after another; opening the model is not timed. The pipeline is transformers ${pipeline.version} in Python, the same weights in float32, PyTorch on ${pipeline.threads} threads, batches padded; both give the same label to ${(100 * agreement).toFixed(1)} % of the texts.

| | rows/s, median | least and most | of one worker |
| --- | --- | --- | --- |
${speeds.map((speed) => describeSpeed(speed, one)).join("\n")}

${workers} workers give ${ratio(all, one).toFixed(2)} times the rows of one.${describeMemory(measured)}`;
}

function describeSpeed(speed: Speed, one: Speed): string {
  const { name, rates } = speed;
  const range = `${Math.min(...rates).toFixed(0)} to ${Math.max(...rates).toFixed(0)}`;
  return `| ${name} | ${medianOf(speed).toFixed(0)} | ${range} | ${ratio(speed, one).toFixed(2)} |`;
}

function ratio(speed: Speed, other: Speed): number {
  return medianOf(speed) / medianOf(other);
}

function medianOf({ rates }: Speed): number {
  return quantile(rates, 0.5);
}

function describeMemory({ memory, workers }: PredictMeasurements): string {
  if (memory.length === 0) return "";
  return `

Resident memory with ${workers} workers, MB; texts of at most 20 characters:

| rows | seconds | peak | median of the quarters of the time |
| --- | --- | --- | --- |
${memory.map(describeSize).join("\n")}`;
}

function describeSize({ rows, seconds, peak, quarters }: Memory): string {
  const medians = quarters.map((bytes) => (bytes / 1e6).toFixed(0)).join(", ");
  return `| ${rows} | ${seconds.toFixed(0)} | ${(peak / 1e6).toFixed(0)} | ${medians} |`;
}
