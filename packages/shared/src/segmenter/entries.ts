/**
 * The entries of all surfaces, one after the other in the surfaces' order and
 * each surface's in the dictionary's order. An entry is its cost and the number
 * of its pair of ids; the highest bit marks a surface's last entry.
 */
import { invalidDictionary } from "./invalid-dictionary.ts";

/** The parts of a compiled dictionary that hold the entries. */
export interface EntryParts {
  /** Pair number of each entry, with {@link LAST_ENTRY} on the last of a surface. */
  readonly pairs: Uint16Array;
  readonly costs: Int16Array;
  /** Row of the connection matrix that each pair's left id belongs to. */
  readonly rows: Uint16Array;
  /** Column that each pair's right id belongs to. */
  readonly columns: Uint16Array;
}

export const LAST_ENTRY = 0x8000;
export const PAIR_MASK = 0x7fff;

/** Every so many surfaces' first entry is kept in memory. */
const SAMPLED_SURFACES = 4;

export class Entries {
  readonly pairs: Uint16Array;
  readonly costs: Int16Array;
  /** Row and column by pair number. */
  readonly rows: Uint16Array;
  readonly columns: Uint16Array;
  readonly #samples: Uint32Array;

  /** @throws KanjoError `dictionary-invalid` when parts contradict each other */
  constructor(parts: EntryParts, surfaces: number) {
    this.pairs = parts.pairs;
    this.costs = parts.costs;
    this.rows = parts.rows;
    this.columns = parts.columns;
    this.#samples = sampleFirstEntries(parts, surfaces);
  }

  /** The first entry of a surface. */
  firstOf(surface: number): number {
    let entry = this.#samples[Math.floor(surface / SAMPLED_SURFACES)] ?? 0;
    for (let skip = surface % SAMPLED_SURFACES; skip > 0; entry++) {
      if (((this.pairs[entry] ?? LAST_ENTRY) & LAST_ENTRY) !== 0) skip -= 1;
    }
    return entry;
  }
}

function sampleFirstEntries({ pairs, costs }: EntryParts, surfaces: number): Uint32Array {
  const samples = new Uint32Array(Math.ceil(surfaces / SAMPLED_SURFACES));
  let entry = 0;
  for (let surface = 0; surface < surfaces; surface++) {
    if (surface % SAMPLED_SURFACES === 0) samples[surface / SAMPLED_SURFACES] = entry;
    while (((pairs[entry] ?? LAST_ENTRY) & LAST_ENTRY) === 0) entry += 1;
    entry += 1;
  }
  if (entry === pairs.length && costs.length === pairs.length) return samples;
  throw invalidDictionary(
    `its ${pairs.length} entries and ${costs.length} costs are not those of ${surfaces} surfaces`,
  );
}
