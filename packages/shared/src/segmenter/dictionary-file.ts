/**
 * The file of a compiled dictionary:
 *
 *     "KANJODIC"  u32 format version  u32 bytes of the header
 *     header      JSON: what the dictionary is, its parts, the SHA-256 of all that follows
 *     parts       typed arrays, little-endian, each at a multiple of 8 bytes
 *
 * The parts are used where they lie: opening copies nothing.
 */
import { KanjoError, messageOf } from "../error.ts";
import { sha256 } from "../sha-256.ts";
import { invalidDictionary } from "./invalid-dictionary.ts";

/** Changes whenever a file of an older version cannot be read any more. */
const DICTIONARY_FORMAT_VERSION = 1;

const MAGIC = "KANJODIC";
const PREAMBLE_BYTES = 16;
const ALIGNMENT = 8;

/** What a dictionary is and where it came from. */
export interface DictionaryInfo {
  /** Name as `mecab_dic` gives it: `unidic_lite`, `ipadic`, ... */
  readonly name: string;
  /** The licence notice that has to travel with the data. */
  readonly licence: string;
  /** SHA-256 of each file that it was compiled from. */
  readonly sources: Readonly<Record<string, string>>;
  /** True when surfaces that no NFKC text contains are left out. */
  readonly isNormalized: boolean;
  readonly surfaces: number;
  readonly entries: number;
  /** Rows and columns of the connection matrix. */
  readonly rows: number;
  readonly columns: number;
  /** SHA-256 of the texts that told which lines of the matrix are used most. */
  readonly sampleSha256: string;
}

type ArrayName = "u8" | "u16" | "i16" | "u32";
export type PartArray = Uint8Array | Uint16Array | Int16Array | Uint32Array;

/** Name, array type, first byte after the header and number of elements. */
type PartPlace = readonly [name: string, type: ArrayName, offset: number, length: number];

interface Header {
  readonly info: DictionaryInfo;
  readonly sha256: string;
  readonly parts: readonly PartPlace[];
}

/** A dictionary file's header and its parts by name. */
export interface DictionaryFile {
  readonly info: DictionaryInfo;
  readonly u8: (name: string) => Uint8Array;
  readonly u16: (name: string) => Uint16Array;
  readonly i16: (name: string) => Int16Array;
  readonly u32: (name: string) => Uint32Array;
}

/** Writes a dictionary file. */
export async function writeDictionaryFile(
  info: DictionaryInfo,
  parts: Readonly<Record<string, PartArray>>,
): Promise<Uint8Array<ArrayBuffer>> {
  const { places, bytes: payload } = layOut(parts);
  const digest = await sha256(payload);
  const header = encodeHeader({ info, sha256: digest, parts: places });
  const start = align(PREAMBLE_BYTES + header.length);
  const file = new Uint8Array(start + payload.length);
  const view = new DataView(file.buffer);
  file.set(new TextEncoder().encode(MAGIC));
  view.setUint32(8, DICTIONARY_FORMAT_VERSION, true);
  view.setUint32(12, header.length, true);
  file.fill(0x20, PREAMBLE_BYTES, start);
  file.set(header, PREAMBLE_BYTES);
  file.set(payload, start);
  return file;
}

/**
 * Reads a dictionary file's header; the parts are views of `bytes`.
 * @throws KanjoError `dictionary-invalid`, `dictionary-version-unsupported`
 */
export function readDictionaryFile(bytes: Uint8Array): DictionaryFile {
  const { header, payload } = split(bytes);
  const places = new Map(header.parts.map((place) => [place[0], place]));
  const find = (name: string, type: ArrayName): PartPlace => {
    const place = places.get(name);
    if (place?.[1] === type) return place;
    throw invalidDictionary(`it has no part ${name} of type ${type}`);
  };
  return {
    info: header.info,
    u8: (name) => viewPart(Uint8Array, payload, find(name, "u8")),
    u16: (name) => viewPart(Uint16Array, payload, find(name, "u16")),
    i16: (name) => viewPart(Int16Array, payload, find(name, "i16")),
    u32: (name) => viewPart(Uint32Array, payload, find(name, "u32")),
  };
}

/**
 * Checks a dictionary file against the digest in its header.
 * @throws KanjoError `dictionary-invalid`, `dictionary-version-unsupported`
 */
export async function verifyDictionaryFile(bytes: Uint8Array<ArrayBuffer>): Promise<void> {
  const { header, payload } = split(bytes);
  const found = await sha256(payload);
  if (found === header.sha256) return;
  throw invalidDictionary(`the SHA-256 of its parts is ${found}, its header says ${header.sha256}`);
}

function layOut(parts: Readonly<Record<string, PartArray>>) {
  const places: PartPlace[] = [];
  let offset = 0;
  for (const [name, array] of Object.entries(parts)) {
    places.push([name, nameArray(array), offset, array.length]);
    offset = align(offset + array.byteLength);
  }
  const bytes = new Uint8Array(offset);
  Object.values(parts).forEach((array, index) => {
    bytes.set(new Uint8Array(array.buffer, array.byteOffset, array.byteLength), places[index]?.[2]);
  });
  return { places, bytes };
}

function nameArray(array: PartArray): ArrayName {
  if (array instanceof Uint8Array) return "u8";
  if (array instanceof Uint16Array) return "u16";
  return array instanceof Int16Array ? "i16" : "u32";
}

function encodeHeader(header: Header): Uint8Array {
  return new TextEncoder().encode(JSON.stringify(header));
}

function split<Buffer extends ArrayBufferLike>(bytes: Uint8Array<Buffer>) {
  const { start, header } = readHeader(bytes);
  const isAligned = (bytes.byteOffset + start) % ALIGNMENT === 0;
  return { header, payload: isAligned ? bytes.subarray(start) : bytes.slice(start) };
}

function readHeader(bytes: Uint8Array): { header: Header; start: number } {
  const magic = new TextDecoder().decode(bytes.subarray(0, MAGIC.length));
  if (magic !== MAGIC) {
    throw invalidDictionary(`its first bytes are ${JSON.stringify(magic)}, expected ${MAGIC}`);
  }
  if (bytes.length < PREAMBLE_BYTES) throw invalidDictionary(`it ends after ${bytes.length} bytes`);
  const preamble = new DataView(bytes.buffer, bytes.byteOffset, PREAMBLE_BYTES);
  requireVersion(preamble.getUint32(MAGIC.length, true));
  const end = PREAMBLE_BYTES + preamble.getUint32(MAGIC.length + 4, true);
  if (end > bytes.length) {
    throw invalidDictionary(`its header ends at byte ${end}, the file at byte ${bytes.length}`);
  }
  return { header: parseHeader(bytes.subarray(PREAMBLE_BYTES, end)), start: align(end) };
}

function requireVersion(version: number): void {
  if (version === DICTIONARY_FORMAT_VERSION) return;
  throw new KanjoError(
    "dictionary-version-unsupported",
    `dictionary: its format version is ${version}, only ${DICTIONARY_FORMAT_VERSION} is supported`,
    { hint: "Compile it again with this version of Kanjo." },
  );
}

function parseHeader(bytes: Uint8Array): Header {
  try {
    const header: unknown = JSON.parse(new TextDecoder().decode(bytes));
    if (isHeader(header)) return header;
  } catch (cause) {
    throw invalidDictionary(`its header is not JSON: ${messageOf(cause)}`);
  }
  throw invalidDictionary("its header lacks info, sha256 or parts");
}

function isHeader(header: unknown): header is Header {
  if (typeof header !== "object" || header === null) return false;
  if (!("info" in header && "sha256" in header && "parts" in header)) return false;
  return isInfo(header.info) && Array.isArray(header.parts) && header.parts.every(isPlace);
}

function isInfo(info: unknown): boolean {
  if (typeof info !== "object" || info === null) return false;
  if (!("name" in info && "rows" in info && "columns" in info)) return false;
  return typeof info.name === "string" && [info.rows, info.columns].every(Number.isInteger);
}

function isPlace(place: unknown): boolean {
  if (!Array.isArray(place)) return false;
  const [name, type, offset, length] = place;
  return (
    `${typeof name} ${typeof type}` === "string string" && [offset, length].every(Number.isInteger)
  );
}

interface ArrayType<Part> {
  readonly BYTES_PER_ELEMENT: number;
  new (buffer: ArrayBufferLike, byteOffset: number, length: number): Part;
}

function viewPart<Part>(type: ArrayType<Part>, payload: Uint8Array, place: PartPlace): Part {
  const [name, , offset, length] = place;
  const end = offset + length * type.BYTES_PER_ELEMENT;
  const isInside =
    Number.isInteger(offset) && offset >= 0 && length >= 0 && offset % ALIGNMENT === 0;
  if (!isInside || end > payload.length) {
    throw invalidDictionary(
      `its part ${name} ends at byte ${end} of ${payload.length} after the header`,
    );
  }
  return new type(payload.buffer, payload.byteOffset + offset, length);
}

function align(offset: number): number {
  return Math.ceil(offset / ALIGNMENT) * ALIGNMENT;
}
