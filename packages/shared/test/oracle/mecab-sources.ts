/** Writes a described dictionary as the files that MeCab's own compiler reads. */
import type { MecabCategory, MecabDescription, MecabEntry } from "../fixtures/mecab-files.ts";

/** File names and texts for `mecab-dict-index -f utf8 -t utf8`. */
export function writeMecabSources(description: MecabDescription): Record<string, string> {
  return {
    "words.csv": description.words.map(writeEntry).join(""),
    "unk.def": description.unknown.map(writeEntry).join(""),
    "matrix.def": writeMatrix(description.matrix),
    "char.def": writeCharacters(description.categories),
    dicrc: "cost-factor = 800\nbos-feature = BOS/EOS\n",
    "rewrite.def": "",
    "pos-id.def": "",
    "left-id.def": "",
    "right-id.def": "",
    "feature.def": "",
  };
}

function writeEntry([surface, ...numbers]: MecabEntry): string {
  return `"${surface.replaceAll('"', '""')}",${numbers.join(",")},a feature\n`;
}

function writeMatrix(matrix: MecabDescription["matrix"]): string {
  const cells = matrix.flatMap((row, r) => row.map((cost, l) => `${r} ${l} ${cost}\n`));
  return `${matrix.length} ${matrix[0]?.length ?? 0}\n${cells.join("")}`;
}

function writeCharacters(categories: readonly MecabCategory[]): string {
  const names = categories.map(
    ({ name, invoke, group, length }) => `${name} ${Number(invoke)} ${Number(group)} ${length}\n`,
  );
  const kinds = Array.from({ length: 0xffff }, (_, unit) => listKinds(categories, unit));
  const ranges = kinds.flatMap((kind, unit) => {
    if (kind === "" || kind === kinds[unit - 1]) return [];
    const next = kinds.findIndex((other, index) => index > unit && other !== kind);
    return [`${formatUnit(unit)}..${formatUnit((next === -1 ? kinds.length : next) - 1)}${kind}\n`];
  });
  return [...names, ...ranges].join("");
}

/** In the order of the categories, the first of which is a character's default. */
function listKinds(categories: readonly MecabCategory[], unit: number): string {
  return categories
    .filter(({ ranges }) => ranges.some(([from, to]) => from <= unit && unit <= to))
    .map(({ name }) => ` ${name}`)
    .join("");
}

function formatUnit(unit: number): string {
  return `0x${unit.toString(16).padStart(4, "0")}`;
}
