import * as fc from "fast-check";
import { describe, expect, test } from "vitest";

import { NO_NODE, Trie } from "../segmenter/trie.ts";
import { buildTrie } from "./build-trie.ts";

/** Few units, so that surfaces share beginnings, and more than a node's children are searched one by one. */
const UNITS = Array.from("abcdefghijklmnop\0\uffff東京\ud842\udfb7\ue000");

const arbitrarySurface = fc.string({
  unit: fc.constantFrom(...UNITS),
  minLength: 1,
  maxLength: 6,
});
const arbitrarySurfaces = fc
  .uniqueArray(arbitrarySurface, { minLength: 1, maxLength: 300 })
  .map((surfaces) => surfaces.toSorted(compareUnits));

/** The surfaces that a text begins with, by their numbers in the list, shortest first. */
function findPrefixes(trie: Trie, order: Uint32Array, text: string): number[] {
  const found: number[] = [];
  let node = trie.first(text.charCodeAt(0));
  for (let end = 1; node !== NO_NODE; end++) {
    const surface = trie.surfaceAt(node);
    if (surface !== -1) found.push(order[surface] ?? -1);
    if (end === text.length) break;
    node = trie.child(node, text.charCodeAt(end));
  }
  return found;
}

describe("a trie of any surfaces", () => {
  test("numbers each of them once", () => {
    fc.assert(
      fc.property(arbitrarySurfaces, (surfaces) => {
        const { parts, order } = buildTrie(surfaces);
        expect(new Trie(parts).surfaces).toBe(surfaces.length);
        expect([...order].toSorted((a, b) => a - b)).toEqual([...surfaces.keys()]);
      }),
    );
  });

  test("finds what a text begins with, as a map of the surfaces does", () => {
    fc.assert(
      fc.property(arbitrarySurfaces, fc.array(arbitrarySurface), (surfaces, further) => {
        const { parts, order } = buildTrie(surfaces);
        const trie = new Trie(parts);
        const numbers = new Map(surfaces.map((surface, number) => [surface, number]));
        for (const text of [...surfaces, ...further]) {
          const prefixes = Array.from({ length: text.length }, (_, end) => text.slice(0, end + 1));
          const expected = prefixes.flatMap((prefix) => numbers.get(prefix) ?? []);
          expect(findPrefixes(trie, order, text)).toEqual(expected);
        }
      }),
    );
  });
});

test("a node's children are found however many they are", () => {
  const surfaces = Array.from({ length: 60_000 }, (_, unit) => `x${String.fromCharCode(unit + 1)}`);
  const { parts, order } = buildTrie(surfaces);
  const trie = new Trie(parts);
  const missed = surfaces.filter((surface, number) => {
    return findPrefixes(trie, order, surface)[0] !== number;
  });
  expect(missed).toEqual([]);
  expect(findPrefixes(trie, order, "x\uffff")).toEqual([]);
});

test("no surfaces make a trie in which nothing is found", () => {
  const { parts, order } = buildTrie([]);
  expect(findPrefixes(new Trie(parts), order, "東")).toEqual([]);
});

function compareUnits(one: string, other: string): number {
  return one < other ? -1 : 1;
}
