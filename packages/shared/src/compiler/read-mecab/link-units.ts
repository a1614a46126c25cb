import { HEADER_BYTES, UNIT_BYTES } from "./read-header.ts";
import { type MecabFileName, refuseFile } from "./refuse-file.ts";

/** The units of a double array, each linked to its next sibling: those with the same check. */
export interface LinkedUnits {
  /** base and check of each unit in turn */
  readonly units: Int32Array;
  /** By base: the first unit that has it as its check; 0 where there is none. */
  readonly firstChild: Uint32Array;
  /** By unit: the next one with the same check; 0 after the last. */
  readonly nextSibling: Uint32Array;
  /** How many units are not free. */
  readonly usedCount: number;
  /** How many of them end a key. */
  readonly keyCount: number;
}

/** A child for each byte, after the unit that ends a key. */
export const MAX_CODE = 256;

/** @throws KanjoError `mecab-file-invalid` when a check is no base that the unit could belong to */
export function linkUnits(file: MecabFileName, units: Int32Array): LinkedUnits {
  const unitCount = units.length / 2;
  const firstChild = new Uint32Array(unitCount);
  const nextSibling = new Uint32Array(unitCount);
  let usedCount = 0;
  let keyCount = 0;
  for (let unit = unitCount - 1; unit > 0; unit--) {
    const check = units[2 * unit + 1] ?? 0;
    if (check === 0) continue;
    if (check < 0 || check > unit || unit - check > MAX_CODE) refuseCheck(file, unit, check);
    nextSibling[unit] = firstChild[check] ?? 0;
    firstChild[check] = unit;
    usedCount++;
    if (check === unit) keyCount++;
  }
  return { units, firstChild, nextSibling, usedCount, keyCount };
}

/** Where in the file a unit lies. */
export function locateUnit(unit: number): number {
  return HEADER_BYTES + UNIT_BYTES * unit;
}

function refuseCheck(file: MecabFileName, unit: number, check: number): never {
  refuseFile(file, {
    offset: locateUnit(unit) + 4,
    found: `check ${check >>> 0} in unit ${unit} of the double array`,
    expected: `0 or a base from ${Math.max(1, unit - MAX_CODE)} to ${unit}`,
  });
}
