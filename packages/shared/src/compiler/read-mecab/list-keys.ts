/**
 * Lists the keys of a double array (MeCab's `darts.h`). A unit is a signed base
 * and a check. The child of a node by byte c is the unit at `base + c + 1`, if its
 * check is that base; a key ends at a node that has a unit at `base` itself with
 * that check, whose own base is then `-value - 1`. The root is unit 0, and a unit
 * with check 0 is free.
 *
 * The units come linked to their siblings, so that the walk meets only children
 * that are there, in ascending order of their bytes, instead of trying 256 units
 * a node. A node takes its list of children with it: no unit is met twice,
 * whatever the file says, and in the end none may be left.
 */
import { formatHex } from "./read-bytes.ts";
import { type LinkedUnits, linkUnits, locateUnit, MAX_CODE } from "./link-units.ts";
import { type MecabFileName, refuseFile } from "./refuse-file.ts";

/** The keys of a double array in ascending order of their bytes. */
export interface DoubleArrayKeys {
  /** The bytes of the keys, a NUL after each; no key contains one. */
  readonly joinedKeys: Uint8Array;
  /** By key: the unit that ends it. */
  readonly ends: Uint32Array;
}

/** MeCab reads the lines of its sources into 8,192 bytes, with the NUL. */
export const MAX_KEY_BYTES = 8_191;

/** @throws KanjoError `mecab-file-invalid` when the units are no tree of keys */
export function listKeys(file: MecabFileName, units: Int32Array): DoubleArrayKeys {
  return new KeyWalk(file, linkUnits(file, units)).list();
}

class KeyWalk {
  readonly #file: MecabFileName;
  readonly #tree: LinkedUnits;
  readonly #path = new Uint8Array(MAX_KEY_BYTES);
  /** By depth: the next unit to go to. */
  readonly #pending = new Uint32Array(MAX_KEY_BYTES + 1);
  readonly #ends: Uint32Array;
  #keyCount = 0;
  #joinedKeys: Uint8Array;
  #joinedBytes = 0;

  constructor(file: MecabFileName, tree: LinkedUnits) {
    this.#file = file;
    this.#tree = tree;
    this.#ends = new Uint32Array(tree.keyCount);
    this.#joinedKeys = new Uint8Array(16 * tree.keyCount);
  }

  list(): DoubleArrayKeys {
    const visited = this.#walk();
    const { usedCount } = this.#tree;
    if (visited !== usedCount) {
      const found = `a double array with ${usedCount - visited} units that no key leads to`;
      refuseFile(this.#file, { offset: locateUnit(0), found, expected: "none" });
    }
    return { joinedKeys: this.#joinedKeys.subarray(0, this.#joinedBytes), ends: this.#ends };
  }

  /** Depth first; returns how many units it met. */
  #walk(): number {
    const { units, nextSibling, usedCount } = this.#tree;
    let visited = 0;
    let depth = 0;
    this.#pending[0] = usedCount === 0 ? 0 : this.#takeChildren(0, 0);
    while (depth >= 0) {
      const unit = this.#pending[depth] ?? 0;
      if (unit === 0) {
        depth--;
        continue;
      }
      visited++;
      this.#pending[depth] = nextSibling[unit] ?? 0;
      const code = unit - (units[2 * unit + 1] ?? 0);
      if (code === 0) this.#endKey(unit, depth);
      else this.#pending[++depth] = this.#descend(unit, code - 1, depth);
    }
    return visited;
  }

  #descend(unit: number, byte: number, length: number): number {
    if (byte === 0) this.#refuse(unit, length - 1, "a key with a NUL", "keys without");
    if (length > MAX_KEY_BYTES) {
      this.#refuse(unit, length - 1, "a longer key", `at most ${MAX_KEY_BYTES} bytes`);
    }
    this.#path[length - 1] = byte;
    return this.#takeChildren(unit, length);
  }

  #takeChildren(unit: number, length: number): number {
    const { units, firstChild } = this.#tree;
    const base = units[2 * unit] ?? 0;
    const lastBase = units.length / 2 - 1 - MAX_CODE;
    if (base < 1 || base > lastBase) {
      this.#refuse(unit, length, `base ${base}`, `1 to ${lastBase}, of its children`);
    }
    const first = firstChild[base] ?? 0;
    if (first === 0) {
      this.#refuse(
        unit,
        length,
        `base ${base}`,
        "one that units have as their check, for it alone",
      );
    }
    firstChild[base] = 0;
    return first;
  }

  #endKey(unit: number, length: number): void {
    const value = this.#tree.units[2 * unit] ?? 0;
    if (length === 0) this.#refuse(unit, length, "the empty key", "keys of at least one byte");
    if (value >= 0) this.#refuse(unit, length, `base ${value}`, "the negative one that ends a key");
    this.#reserve(length + 1);
    this.#joinedKeys.set(this.#path.subarray(0, length), this.#joinedBytes);
    this.#joinedBytes += length;
    this.#joinedKeys[this.#joinedBytes++] = 0;
    this.#ends[this.#keyCount++] = unit;
  }

  #reserve(bytes: number): void {
    const needed = this.#joinedBytes + bytes;
    if (needed <= this.#joinedKeys.length) return;
    const larger = new Uint8Array(2 * needed);
    larger.set(this.#joinedKeys);
    this.#joinedKeys = larger;
  }

  #refuse(unit: number, length: number, what: string, expected: string): never {
    const path = formatHex(this.#path.subarray(0, length));
    const found = `${what} in unit ${unit} of the double array, which the bytes ${path} lead to`;
    refuseFile(this.#file, { offset: locateUnit(unit), found, expected });
  }
}
