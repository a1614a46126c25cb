/**
 * MeCab's lattice with the Viterbi algorithm (taku910/mecab, viterbi.cpp), on
 * arrays that are used again for every text. Nodes are made from left to right
 * and connected at once to the best node that ends where they begin.
 *
 * Which of several equally cheap paths wins is part of the result. MeCab puts the
 * nodes that end at a place at the front of a list and keeps the first minimum,
 * so the last made wins; so it does in `#choose`. Two things keep that short. A
 * node's best predecessor depends on its row of the connection matrix only, so it
 * is looked for once a row and place. And the predecessors are sorted by what the
 * path to them costs: when that and the least cost in the row exceed the best so
 * far, so do all that follow.
 *
 * A long text would need many nodes. When there are SETTLE_AT, the paths of all
 * nodes that end at or after the current place are followed back to where they
 * meet; the words up to there are settled, and the nodes before it are dropped.
 */
import { KanjoError } from "../error.ts";
import type { ConnectionCosts } from "./connection-costs.ts";
import { WordBuffer, type Words } from "./words.ts";

/** Where MeCab gives up on a path: its costs do not fit an `int` any more. */
const COST_LIMIT = 2_147_483_647;

/** Nodes after which the lattice looks for words that are settled. */
const SETTLE_AT = 32_768;

/** Places at which nodes can end, at a time: more than MeCab's 65,535 bytes of look-ahead and a word. */
const MAX_PLACES = 131_072;
const MIN_PLACES = 256;

const NONE = -1;

export class Lattice {
  readonly words = new WordBuffer();
  readonly #costs: ConnectionCosts;
  readonly #borderColumn: number;
  readonly #borderRow: number;

  #nodes = makeNodes(2048);
  #count = 0;
  #settleAt = SETTLE_AT;
  /** Last node made that ends at each place, the places modulo the array's length. */
  #heads = new Int32Array(MIN_PLACES).fill(NONE);
  #isDirty = false;

  #lefts = makeLefts(64);
  #leftCount = 0;
  /** Rows for which a predecessor was chosen at the current place, and where each row's choice is noted, if it is (a sparse set). */
  #chosen = 0;
  readonly #choiceOf: Uint16Array;
  readonly #choiceRows: Uint16Array;
  readonly #choiceTotals: Float64Array;
  readonly #choiceNodes: Int32Array;

  /**
   * @param rows rows of the connection matrix
   * @param borderRow row of the end of the text
   * @param borderColumn column of its beginning
   */
  constructor(costs: ConnectionCosts, rows: number, borderRow: number, borderColumn: number) {
    this.#costs = costs;
    this.#borderRow = borderRow;
    this.#borderColumn = borderColumn;
    this.#choiceOf = new Uint16Array(rows);
    this.#choiceRows = new Uint16Array(rows);
    this.#choiceTotals = new Float64Array(rows);
    this.#choiceNodes = new Int32Array(rows);
  }

  /** Begins a text of `length` UTF-16 units. */
  begin(length: number): void {
    this.#makePlaces(length + 1);
    if (this.#nodes.begins.length > SETTLE_AT) this.#nodes = makeNodes(SETTLE_AT);
    this.#settleAt = SETTLE_AT;
    this.#isDirty = true;
    this.words.clear();
    this.#count = 1;
    this.#nodes.ends[0] = 0;
    this.#nodes.columns[0] = this.#borderColumn;
    this.#nodes.totals[0] = 0;
    this.#nodes.siblings[0] = NONE;
    this.#heads[0] = 0;
  }

  /** Goes to a place; false when no node ends there. */
  enter(place: number): boolean {
    if ((this.#heads[place & (this.#heads.length - 1)] ?? NONE) === NONE) return false;
    if (this.#count >= this.#settleAt) this.#settle(place);
    this.#gather(place & (this.#heads.length - 1));
    return true;
  }

  /**
   * Adds a word from `begin`, which white space may separate from the current place, to `end`.
   * @throws KanjoError `text-too-long` where MeCab's costs overflow
   */
  connect(begin: number, end: number, row: number, column: number, cost: number): void {
    let choice = this.#choiceOf[row] ?? 0;
    if (choice >= this.#chosen || this.#choiceRows[choice] !== row) choice = this.#choose(row);
    const total = (this.#choiceTotals[choice] ?? 0) + cost;
    if (total >= COST_LIMIT) throw tooLong();
    if (this.#count === this.#nodes.begins.length) this.#nodes = enlarge(this.#nodes);
    const nodes = this.#nodes;
    const node = this.#count++;
    const place = end & (this.#heads.length - 1);
    nodes.begins[node] = begin;
    nodes.ends[node] = end;
    nodes.columns[node] = column;
    nodes.totals[node] = total;
    nodes.previous[node] = this.#choiceNodes[choice] ?? 0;
    nodes.siblings[node] = this.#heads[place] ?? NONE;
    this.#heads[place] = node;
  }

  /** Ends the text: connects the last place where nodes end, and gives the words of the best path. */
  finish(length: number): Words {
    this.enter(length);
    const choice = this.#choose(this.#borderRow);
    if ((this.#choiceTotals[choice] ?? 0) >= COST_LIMIT) throw tooLong();
    this.#emit(this.#choiceNodes[choice] ?? 0);
    this.#isDirty = false;
    return this.words;
  }

  #makePlaces(needed: number): void {
    const size = Math.max(MIN_PLACES, Math.min(MAX_PLACES, 1 << (32 - Math.clz32(needed))));
    if (size > this.#heads.length || this.#heads.length > 16 * size) {
      this.#heads = new Int32Array(size).fill(NONE);
    } else if (this.#isDirty) {
      this.#heads.fill(NONE);
    }
  }

  /** Collects the nodes that end at the place, the cheapest first, and clears it. */
  #gather(place: number): void {
    const { columns, totals, siblings } = this.#nodes;
    let count = 0;
    for (let node = this.#heads[place] ?? NONE; node !== NONE; node = siblings[node] ?? NONE) {
      if (count === this.#lefts.nodes.length) this.#lefts = enlargeLefts(this.#lefts);
      const total = totals[node] ?? 0;
      const at = makeRoom(this.#lefts, count, total);
      this.#lefts.nodes[at] = node;
      this.#lefts.columns[at] = columns[node] ?? 0;
      this.#lefts.totals[at] = total;
      count += 1;
    }
    this.#leftCount = count;
    this.#heads[place] = NONE;
    this.#chosen = 0;
  }

  /** Finds the cheapest predecessor for words of a row, among equals the last made; gives where it is noted. */
  #choose(row: number): number {
    const { nodes, columns, totals } = this.#lefts;
    const least = this.#costs.rowMinimums[row] ?? 0;
    let best = Infinity;
    let bestNode = 0;
    for (let left = 0; left < this.#leftCount; left++) {
      const before = totals[left] ?? 0;
      if (before + least > best) break;
      const total = before + this.#costs.cost(row, columns[left] ?? 0);
      const node = nodes[left] ?? 0;
      if (total > best || (total === best && node < bestNode)) continue;
      best = total;
      bestNode = node;
    }
    const choice = this.#chosen++;
    this.#choiceOf[row] = choice;
    this.#choiceRows[choice] = row;
    this.#choiceTotals[choice] = best;
    this.#choiceNodes[choice] = bestNode;
    return choice;
  }

  /** Appends the words on the path from node 0, which is not one of them, to `last`. */
  #emit(last: number): void {
    const { begins, ends, previous } = this.#nodes;
    let count = 0;
    for (let node = last; node > 0; node = previous[node] ?? 0) count += 1;
    this.words.extend(count);
    let at = this.words.length;
    for (let node = last; node > 0; node = previous[node] ?? 0) {
      at -= 1;
      this.words.starts[at] = begins[node] ?? 0;
      this.words.ends[at] = ends[node] ?? 0;
    }
  }

  #settle(place: number): void {
    const meeting = this.#findMeeting(place);
    this.#emit(meeting);
    this.#dropBefore(meeting, place);
    if (this.#count > this.#settleAt / 2) this.#settleAt *= 2;
  }

  /** The last node through which the paths of all nodes that end at or after the place go. */
  #findMeeting(place: number): number {
    const { ends, previous } = this.#nodes;
    const isOpen = new Uint8Array(this.#count);
    let open = 0;
    for (let node = 0; node < this.#count; node++) {
      if ((ends[node] ?? 0) < place) continue;
      isOpen[node] = 1;
      open += 1;
    }
    let node = this.#count - 1;
    while (open > 1 || isOpen[node] === 0) {
      if (isOpen[node] === 1) {
        const before = previous[node] ?? 0;
        if (isOpen[before] === 1) open -= 1;
        isOpen[before] = 1;
      }
      node -= 1;
    }
    return node;
  }

  /** Renumbers the nodes so that `first` is node 0; of older ones only numbers below 0 remain. */
  #dropBefore(first: number, place: number): void {
    const { begins, ends, columns, totals, previous, siblings } = this.#nodes;
    const mask = this.#heads.length - 1;
    for (let node = first; node < this.#count; node++) {
      const end = ends[node] ?? 0;
      if (end >= place && this.#heads[end & mask] === node) this.#heads[end & mask] = node - first;
      if ((siblings[node] ?? NONE) !== NONE) siblings[node] = (siblings[node] ?? 0) - first;
      previous[node] = (previous[node] ?? 0) - first;
    }
    for (const array of [begins, ends, columns, totals, previous, siblings]) {
      array.copyWithin(0, first, this.#count);
    }
    this.#count -= first;
  }
}

interface Nodes {
  readonly begins: Int32Array;
  readonly ends: Int32Array;
  readonly columns: Uint16Array;
  /** Costs of the best path up to and including the node. */
  readonly totals: Float64Array;
  readonly previous: Int32Array;
  /** Node made before it that ends at the same place. */
  readonly siblings: Int32Array;
}

function makeNodes(capacity: number): Nodes {
  return {
    begins: new Int32Array(capacity),
    ends: new Int32Array(capacity),
    columns: new Uint16Array(capacity),
    totals: new Float64Array(capacity),
    previous: new Int32Array(capacity),
    siblings: new Int32Array(capacity),
  };
}

function enlarge(nodes: Nodes): Nodes {
  const larger = makeNodes(nodes.begins.length * 2);
  larger.begins.set(nodes.begins);
  larger.ends.set(nodes.ends);
  larger.columns.set(nodes.columns);
  larger.totals.set(nodes.totals);
  larger.previous.set(nodes.previous);
  larger.siblings.set(nodes.siblings);
  return larger;
}

/** Nodes that end at the current place. */
interface Lefts {
  readonly nodes: Int32Array;
  readonly columns: Uint16Array;
  readonly totals: Float64Array;
}

function makeLefts(capacity: number): Lefts {
  return {
    nodes: new Int32Array(capacity),
    columns: new Uint16Array(capacity),
    totals: new Float64Array(capacity),
  };
}

/** Moves those that cost more than `total` up by one, and gives the place before them. */
function makeRoom({ nodes, columns, totals }: Lefts, count: number, total: number): number {
  let at = count;
  for (; at > 0 && (totals[at - 1] ?? 0) > total; at--) {
    nodes[at] = nodes[at - 1] ?? 0;
    columns[at] = columns[at - 1] ?? 0;
    totals[at] = totals[at - 1] ?? 0;
  }
  return at;
}

function enlargeLefts(lefts: Lefts): Lefts {
  const larger = makeLefts(lefts.nodes.length * 2);
  larger.nodes.set(lefts.nodes);
  larger.columns.set(lefts.columns);
  larger.totals.set(lefts.totals);
  return larger;
}

function tooLong(): KanjoError {
  return new KanjoError(
    "text-too-long",
    `the costs of a path through the text reach ${COST_LIMIT}, where MeCab gives up`,
    { hint: "Cut the text, for example at its paragraphs." },
  );
}
