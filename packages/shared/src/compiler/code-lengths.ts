/**
 * Lengths of an optimal prefix code whose codes are at most `maxBits` long: the
 * package-merge algorithm (Larmore and Hirschberg 1990).
 */

/** @param counts how often each symbol occurs; a symbol that does not gets length 0 */
export function limitCodeLengths(counts: Uint32Array, maxBits: number): Uint8Array {
  const lengths = new Uint8Array(counts.length);
  const leaves = listLeaves(counts);
  if (leaves.length === 1) return completeSingle(lengths, leaves[0]?.symbol ?? 0);
  let packages: Package[] = [];
  for (let bit = 0; bit < maxBits; bit++) packages = pairUp(merge(leaves, packages));
  for (const { symbols } of packages.slice(0, leaves.length - 1)) {
    for (const symbol of symbols) lengths[symbol] = (lengths[symbol] ?? 0) + 1;
  }
  return lengths;
}

interface Package {
  readonly weight: number;
  readonly symbols: readonly number[];
}

interface Leaf extends Package {
  readonly symbol: number;
}

function listLeaves(counts: Uint32Array): Leaf[] {
  return Array.from(counts, (weight, symbol) => ({ weight, symbol, symbols: [symbol] }))
    .filter(({ weight }) => weight > 0)
    .toSorted((a, b) => a.weight - b.weight || a.symbol - b.symbol);
}

/** A code needs two words to be complete: a symbol that never occurs gets the other. */
function completeSingle(lengths: Uint8Array, symbol: number): Uint8Array {
  lengths[symbol] = 1;
  lengths[symbol === 0 ? 1 : 0] = 1;
  return lengths;
}

/** Both lists in ascending order of weight, as one. */
function merge(leaves: readonly Package[], packages: readonly Package[]): Package[] {
  return [...leaves, ...packages].sort((a, b) => a.weight - b.weight);
}

function pairUp(items: readonly Package[]): Package[] {
  const pairs: Package[] = [];
  for (let index = 0; index + 1 < items.length; index += 2) {
    const [first, second] = [items[index], items[index + 1]];
    if (first === undefined || second === undefined) break;
    pairs.push({
      weight: first.weight + second.weight,
      symbols: [...first.symbols, ...second.symbols],
    });
  }
  return pairs;
}
