import type { GpuCase, GpuReport } from "./gpu-report.ts";

const GIBIBYTE = 2 ** 30;

/** Markdown of a report; the goals are those of an H100. */
export function describeReport(report: GpuReport): string {
  const { date, hardware, memory_bytes: memory, libraries, shape, rows, lengths, cases } = report;
  const versions = Object.entries(libraries).map((pair) => pair.join(" "));
  return `### Training on a GPU: \`pnpm bench gpu\`

${date}, ${hardware}, ${Math.round(memory / GIBIBYTE)} GiB, ${versions.join(", ")}.${report.rehearsal ? " **A rehearsal: the figures mean nothing.**" : ""} BERT of ${shape.layers} x ${shape.hidden_size} with random weights, ${rows} rows of random tokens, on average ${lengths.mean.toFixed(1)} (90th percentile ${lengths.ninetieth.toFixed(0)}); batches of 32 hold ${lengths.padding.toFixed(1)} times as many when they are padded. Samples/s of all steps, and of those after the first tenth. Goals on an H100: 4,000 in batches of 32, 12,000 by token budget.

| who | batches | precision | compiled | samples/s | after warm-up | times Trainer | peak memory, GiB |
| --- | --- | --- | --- | --- | --- | --- | --- |
${cases.map((one) => describeCase(one, cases)).join("\n")}`;
}

function describeCase(one: GpuCase, all: readonly GpuCase[]): string {
  const cells = [
    one.runner === "engine" ? "Kanjo" : "Trainer",
    one.token_budget === null ? "32 rows" : `${one.token_budget} tokens`,
    one.precision,
    one.compile ? "yes" : "no",
    ...(one.error === undefined
      ? listFigures(one, all)
      : [one.error.replaceAll(/\s+/g, " "), "", "", ""]),
  ];
  return `| ${cells.join(" | ")} |`;
}

function listFigures(one: GpuCase, all: readonly GpuCase[]): string[] {
  const trainer = all.find(({ runner, precision }) => {
    return runner === "trainer" && precision === one.precision;
  });
  const [speed, reference] = [readSpeed(one), readSpeed(trainer)];
  return [
    one.samples_per_second?.toFixed(0) ?? "",
    one.steady_samples_per_second?.toFixed(0) ?? "",
    speed === undefined || reference === undefined ? "" : (speed / reference).toFixed(2),
    one.peak_memory_bytes === undefined ? "" : (one.peak_memory_bytes / GIBIBYTE).toFixed(2),
  ];
}

function readSpeed(one: GpuCase | undefined): number | undefined {
  return one?.steady_samples_per_second ?? one?.samples_per_second;
}
