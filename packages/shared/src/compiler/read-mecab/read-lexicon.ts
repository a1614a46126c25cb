import type { Lexicon } from "../mecab-source.ts";
import { locateUnit } from "./link-units.ts";
import { type DoubleArrayKeys, listKeys } from "./list-keys.ts";
import { cutAtNul, decodeUtf8, formatHex, viewInt32, viewUint16 } from "./read-bytes.ts";
import { type DictionaryFileName, type DictionarySections, TOKEN_BYTES } from "./read-header.ts";
import { refuseFile } from "./refuse-file.ts";

const NUL = "\0";

const TOO_MANY_ENTRIES =
  "MeCab's format has room for 255 entries of a surface and for each entry once; build the dictionary again with `mecab-dict-index`, without the surplus.";

const CUT_SURFACE =
  "MeCab's compiler takes such a surface as it is, and a text could be cut amid a character; remove its line from the dictionary's sources and build it again.";

/**
 * Surfaces and entries of a `sys.dic` or `unk.dic`.
 * @throws KanjoError `mecab-file-invalid` when they do not fit together
 */
export function readLexicon(file: DictionaryFileName, sections: DictionarySections): Lexicon {
  const units = viewInt32(sections.doubleArray);
  const keys = listKeys(file, units);
  return {
    surfaces: decodeSurfaces(file, keys),
    firstEntry: readFirstEntries(file, units, keys.ends, sections.entryCount),
    ...readEntries(sections.tokens),
  };
}

/** All at once, because a call of the decoder for each of 600,000 takes most of the time. */
function decodeSurfaces(file: DictionaryFileName, keys: DoubleArrayKeys): string[] {
  const joined = decodeUtf8(keys.joinedKeys);
  if (joined === undefined) refuseSurface(file, keys);
  const surfaces = joined.split(NUL);
  surfaces.pop();
  return surfaces;
}

function refuseSurface(file: DictionaryFileName, { joinedKeys, ends }: DoubleArrayKeys): never {
  let start = 0;
  for (const end of ends) {
    const key = cutAtNul(joinedKeys.subarray(start));
    if (decodeUtf8(key) === undefined) {
      const found = `the surface ${formatHex(key)}`;
      const offset = locateUnit(end);
      refuseFile(file, { offset, found, expected: "valid UTF-8", hint: CUT_SURFACE });
    }
    start += key.length + NUL.length;
  }
  throw new Error("the surfaces are invalid together, but each one is valid");
}

/**
 * A value is `first entry * 256 + number of entries`. MeCab sorts its entries by
 * their surfaces, so that each surface's follow those of the one before.
 */
function readFirstEntries(
  file: DictionaryFileName,
  units: Int32Array,
  ends: Uint32Array,
  entryCount: number,
): Uint32Array {
  const firstEntry = new Uint32Array(ends.length + 1);
  let next = 0;
  ends.forEach((end, surface) => {
    const value = ~(units[2 * end] ?? 0);
    const count = value & 0xff;
    if (value >> 8 !== next || count === 0 || next + count > entryCount) {
      const found = `${count} entries from number ${value >> 8} on for the surface ${surface}`;
      const expected = `1 to ${Math.min(255, entryCount - next)} from number ${next} on`;
      refuseFile(file, { offset: locateUnit(end), found, expected, hint: TOO_MANY_ENTRIES });
    }
    next += count;
    firstEntry[surface + 1] = next;
  });
  if (next !== entryCount) {
    const found = `${entryCount} entries`;
    refuseFile(file, { offset: 12, found, expected: `the ${next} that its surfaces have` });
  }
  return firstEntry;
}

function readEntries(tokens: Uint8Array): Pick<Lexicon, "leftIds" | "rightIds" | "costs"> {
  const fields = viewUint16(tokens);
  const fieldsPerToken = TOKEN_BYTES / 2;
  const count = fields.length / fieldsPerToken;
  const leftIds = new Uint16Array(count);
  const rightIds = new Uint16Array(count);
  const costs = new Int16Array(count);
  for (let entry = 0; entry < count; entry++) {
    const field = fieldsPerToken * entry;
    leftIds[entry] = fields[field] ?? 0;
    rightIds[entry] = fields[field + 1] ?? 0;
    costs[entry] = fields[field + 3] ?? 0;
  }
  return { leftIds, rightIds, costs };
}
