import type { CardDraft } from "./card-draft.ts";

export interface NamedDataset {
  readonly name: string;
  /** Id on the Hub; null for one that is not taken from there. */
  readonly hubId: string | null;
}

const PUBLIC: Readonly<Record<string, string>> = {
  wrime: "WRIME version 2",
  "marc-ja": "MARC-ja",
  jrte: "jrte-corpus",
};

/** The data set of the recipe, where it is one that has a name; files of one's own have none. */
export function nameDataset({ provenance }: Pick<CardDraft, "provenance">): NamedDataset | null {
  const data = readField(provenance.recipe, "data");
  const format = readText(data, "format");
  const dataset = readText(data, "dataset");
  if (format === "hub" && dataset !== null) return { name: dataset, hubId: dataset };
  const name = format === null ? undefined : PUBLIC[format];
  return name === undefined ? null : { name, hubId: null };
}

/** A field of what may be an object. */
export function readField(value: unknown, field: string): unknown {
  if (typeof value !== "object" || value === null) return undefined;
  return new Map(Object.entries(value)).get(field);
}

function readText(value: unknown, field: string): string | null {
  const text = readField(value, field);
  return typeof text === "string" ? text : null;
}
