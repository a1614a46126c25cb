/**
 * The surfaces of the dictionary as a trie over UTF-16 units. Nodes are numbered
 * breadth first, so the children of a node follow each other, in ascending order
 * of their labels, and three bits a node replace most pointers:
 *
 *     node        0    1    2    3    4    5   ...
 *     label       ·    あ   い   う   い   う        unit that leads to the node
 *     last        1    0    0    1    0    1         last child of its parent
 *     internal    1    1    0    1    0    0         has children
 *     terminal    0    1    1    0    1    1         a surface ends here
 *
 * The n-th internal node's children are the n-th group that ends with a `last`
 * bit; only where these groups begin is kept in memory. Surfaces are numbered by
 * the rank of their terminal bit.
 */
import { invalidDictionary } from "./invalid-dictionary.ts";
import { RankedBits } from "./ranked-bits.ts";

/** The parts of a compiled dictionary that hold the trie; bits lie in 32-bit words, lowest first. */
export interface TrieParts {
  readonly labels: Uint16Array;
  readonly last: Uint32Array;
  readonly internal: Uint32Array;
  readonly terminal: Uint32Array;
}

/** What {@link Trie.child} gives where no child is. */
export const NO_NODE = -1;

const LINEAR_SEARCH_LIMIT = 8;

export class Trie {
  /** How many surfaces there are. */
  readonly surfaces: number;
  readonly #labels: Uint16Array;
  readonly #internal: RankedBits;
  readonly #terminal: RankedBits;
  /** First child of each internal node, and the number of nodes at the end. */
  readonly #firstChildren: Uint32Array;
  /** The root's child by unit; 0 for none. */
  readonly #rootChildren: Uint16Array;

  /** @throws KanjoError `dictionary-invalid` when parts contradict each other */
  constructor(parts: TrieParts) {
    this.#labels = parts.labels;
    this.#internal = new RankedBits(parts.internal);
    this.#terminal = new RankedBits(parts.terminal);
    this.surfaces = this.#terminal.ones;
    this.#firstChildren = findFirstChildren(parts, this.#internal.ones);
    this.#rootChildren = this.#indexRoot();
  }

  /** The node that a text's first unit leads to. */
  first(unit: number): number {
    const child = this.#rootChildren[unit] ?? 0;
    return child === 0 ? NO_NODE : child;
  }

  /** The node that a further unit leads to. */
  child(node: number, unit: number): number {
    if (!this.#internal.has(node)) return NO_NODE;
    const group = this.#internal.rank(node);
    const labels = this.#labels;
    let low = this.#firstChildren[group] ?? 0;
    let high = this.#firstChildren[group + 1] ?? 0;
    while (high - low > LINEAR_SEARCH_LIMIT) {
      const middle = (low + high) >>> 1;
      if ((labels[middle] ?? 0) <= unit) low = middle;
      else high = middle;
    }
    for (; low < high; low++) if (labels[low] === unit) return low;
    return NO_NODE;
  }

  /** Number of the surface that ends at a node; -1 when none does. */
  surfaceAt(node: number): number {
    return this.#terminal.has(node) ? this.#terminal.rank(node) : -1;
  }

  #indexRoot(): Uint16Array {
    const children = new Uint16Array(0x10000);
    const end = this.#firstChildren[1] ?? 0;
    for (let node = 1; node < end; node++) children[this.#labels[node] ?? 0] = node;
    return children;
  }
}

/** The places after the `last` bits, of which the root has the first. */
function findFirstChildren({ labels, last }: TrieParts, groups: number): Uint32Array {
  const first = new Uint32Array(groups + 1);
  let found = 0;
  for (let index = 0; index < last.length; index++) {
    for (let bits = last[index] ?? 0; bits !== 0; bits &= bits - 1) {
      const node = (index << 5) + 31 - Math.clz32(bits & -bits);
      if (found <= groups) first[found] = node + 1;
      found += 1;
    }
  }
  if (found === groups + 1 && first[groups] === labels.length) return first;
  throw invalidDictionary(
    `its trie has ${found - 1} groups of children among ${labels.length} nodes, expected ${groups}`,
  );
}
