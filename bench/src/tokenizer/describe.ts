/** The section of RESULTS.md. */
import { describeMachine } from "../machine.ts";
import type { Competition, Standing } from "./compete.ts";
import { type DictionaryMeasurements, listFigures, type Measurements } from "./figures.ts";
import { type Figure, judge } from "./goals.ts";

const MEBIBYTE = 2 ** 20;

/** Markdown of all that was measured, the figures with a goal first. */
export function describe(measured: Measurements): string {
  const { texts, vocabulary, unidic, ipadic, encode, code } = measured;
  const { source, raw, normalized } = texts;
  const dictionaries = [unidic, ipadic];
  const competitions = [unidic.segmentation, ipadic.segmentation, encode];
  return `### Tokenizer: \`pnpm bench tokenizer\`

${describeMachine()}. ${raw.sentences} ${source}, ${raw.bytes} bytes of UTF-8 (${normalized.bytes} after NFKC). Vocabulary: ${vocabulary.source}.

| figure, unidic-lite | measured | must | try for | reaches |
| --- | --- | --- | --- | --- |
${listFigures(measured).map(describeFigure).join("\n")}

Files, MB:

| dictionary | raw | gzip -9 | brotli 11 |
| --- | --- | --- | --- |
${dictionaries.map(describeSizes).join("\n")}

Start, median (fastest) of fresh processes, ms; the bytes of dictionary and vocabulary are in memory:

| dictionary | \`openDictionary\` | ready | first sentence |
| --- | --- | --- | --- |
${dictionaries.map(describeStarts).join("\n")}

Memory with the vocabulary after all texts, MiB: heap + buffers = sum. Node: above the process without the tokenizer; workerd: the whole isolate.

| dictionary | Node, before a collection | kept | workerd, before a collection | kept |
| --- | --- | --- | --- | --- |
${dictionaries.map(describeMemory).join("\n")}

Code of \`openDictionary\` and \`loadTokenizer\`, minified: ${code.raw} bytes, gzip ${code.gzip}, brotli ${code.brotli}; ${code.packages.length === 0 ? "no package in it" : `**with ${code.packages.join(", ")}**`}.

Throughput on one thread: all take turns over the same texts, the segmenters over NFKC. Speeds are medians; how many times as fast Kanjo is is a median over the rounds. Of a process, resident MiB with mapped files.

${competitions.map(describeCompetition).join("\n\n")}

mecab and fugashi read the folder that Kanjo's dictionary was compiled from; kuromoji.js and lindera bring IPADICs of their own.`;
}

function describeFigure(figure: Figure): string {
  const { name, value, unit, must, tryFor } = figure;
  const measured = value === null ? "" : `${formatShort(value)} ${unit}`;
  return `| ${name} | ${measured} | ${must} | ${tryFor} | ${judge(figure)} |`;
}

function describeSizes({ artifact: { name, sizes } }: DictionaryMeasurements): string {
  const cells = [sizes.raw, sizes.gzip, sizes.brotli].map((bytes) => (bytes / 1e6).toFixed(2));
  return `| ${name} | ${cells.join(" | ")} |`;
}

function describeStarts({ artifact, starts }: DictionaryMeasurements): string {
  const { median, fastest } = starts;
  const cells = [
    [median.open, fastest.open],
    [median.ready, fastest.ready],
    [median.firstSentence, fastest.firstSentence],
  ].map((times) => times.map((time) => time.toFixed(1)));
  return `| ${artifact.name} | ${cells.map(([half, least]) => `${half} (${least})`).join(" | ")} |`;
}

function describeMemory({ artifact, memory, isolate }: DictionaryMeasurements): string {
  const cells = [
    formatSum(memory.used.heap, memory.used.external),
    formatSum(memory.kept.heap, memory.kept.external),
    formatSum(isolate.used.heap, isolate.used.buffers),
    formatSum(isolate.kept.heap, isolate.kept.buffers),
  ];
  return `| ${artifact.name} | ${cells.join(" | ")} |`;
}

function formatSum(heap: number, buffers: number): string {
  const total = heap + buffers;
  return `${formatMebibytes(heap)} + ${formatMebibytes(buffers)} = ${formatMebibytes(total)}`;
}

function describeCompetition({ lineUp, standings, skipped }: Competition): string {
  const table = `| ${lineUp.title} | MB/s | sentences/s | Kanjo is | units | resident | at most |
| --- | --- | --- | --- | --- | --- | --- |
${standings.map(describeStanding).join("\n")}`;
  return skipped.length === 0 ? table : `${table}\n\nLeft out: ${skipped.join("; ")}.`;
}

function describeStanding(standing: Standing, index: number): string {
  const { name, megabytesPerSecond, sentencesPerSecond, oursIsTimes, units, memory } = standing;
  const times = index === 0 ? "" : `${oursIsTimes.toFixed(2)} times`;
  const resident = memory === null ? "" : formatMebibytes(memory.now);
  const peak = memory === null ? "" : formatMebibytes(memory.peak);
  const speed = `${megabytesPerSecond.toFixed(2)} | ${sentencesPerSecond.toFixed(0)}`;
  return `| ${name} | ${speed} | ${times} | ${units ?? ""} | ${resident} | ${peak} |`;
}

function formatMebibytes(bytes: number): string {
  return (bytes / MEBIBYTE).toFixed(1);
}

/** Three digits or so. */
function formatShort(value: number): string {
  return value < 10 ? value.toFixed(2) : value.toFixed(1);
}
