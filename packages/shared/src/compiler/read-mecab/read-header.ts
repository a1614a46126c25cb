/**
 * The header of `sys.dic` and `unk.dic` (MeCab's `dictionary.cpp`): ten 32-bit
 * numbers, the charset in 32 bytes, then the double array of the surfaces, the
 * tokens (our entries) and the features, which nothing here needs.
 */
import { cutAtNul, formatHex } from "./read-bytes.ts";
import { type MecabFileName, refuseFile } from "./refuse-file.ts";

/** A `sys.dic` or `unk.dic`, cut into its sections. */
export interface DictionarySections {
  /** Right ids of left nodes, left ids of right nodes: the sizes of the matrix that it was built with. */
  readonly leftSize: number;
  readonly rightSize: number;
  readonly entryCount: number;
  readonly doubleArray: Uint8Array;
  readonly tokens: Uint8Array;
}

/** Where the double array begins. */
export const HEADER_BYTES = 72;

/** What a unit of the double array takes: base and check. */
export const UNIT_BYTES = 8;

/** What a token takes: lcAttr, rcAttr, posid, wcost (16 bits each), feature, compound (32 bits each). */
export const TOKEN_BYTES = 16;

const MAGIC = 0xef718f77;
const VERSION = 102;
const TYPES = { "sys.dic": 0, "unk.dic": 2 };
const CHARSET_OFFSET = 40;

const BUILD_WITH_UTF8 =
  "Take a dictionary in UTF-8 (the Python packages unidic-lite and ipadic, Debian's mecab-ipadic-utf8), or build yours with `mecab-dict-index -t utf-8`.";

/** The dictionaries among MeCab's files. */
export type DictionaryFileName = keyof typeof TYPES & MecabFileName;

/** @throws KanjoError `mecab-file-invalid` when the header or the lengths do not fit */
export function readSections(file: DictionaryFileName, bytes: Uint8Array): DictionarySections {
  checkMagic(file, bytes);
  const header = readNumbers(bytes);
  checkIdentity(file, header);
  checkCharset(file, bytes);
  checkSizes(file, header, bytes.length);
  const tokensStart = HEADER_BYTES + header.doubleArrayBytes;
  return {
    leftSize: header.leftSize,
    rightSize: header.rightSize,
    entryCount: header.entryCount,
    doubleArray: bytes.subarray(HEADER_BYTES, tokensStart),
    tokens: bytes.subarray(tokensStart, tokensStart + header.tokenBytes),
  };
}

type Header = ReturnType<typeof readNumbers>;

function readNumbers(bytes: Uint8Array) {
  const view = new DataView(bytes.buffer, bytes.byteOffset, HEADER_BYTES);
  const readNumber = (index: number) => view.getUint32(4 * index, true);
  return {
    version: readNumber(1),
    type: readNumber(2),
    entryCount: readNumber(3),
    leftSize: readNumber(4),
    rightSize: readNumber(5),
    doubleArrayBytes: readNumber(6),
    tokenBytes: readNumber(7),
    featureBytes: readNumber(8),
  };
}

/** The magic number is the file's own length in disguise, so that it tells truncation as well. */
function checkMagic(file: DictionaryFileName, bytes: Uint8Array): void {
  if (bytes.length < HEADER_BYTES) {
    const expected = `at least the ${HEADER_BYTES} bytes of a header`;
    refuseFile(file, { offset: bytes.length, found: "the file ends", expected });
  }
  const magic = new DataView(bytes.buffer, bytes.byteOffset).getUint32(0, true);
  const length = (magic ^ MAGIC) >>> 0;
  if (length === bytes.length) return;
  const found = `magic number 0x${magic.toString(16).padStart(8, "0")} (of a file of ${length} bytes)`;
  refuseFile(file, { offset: 0, found, expected: `that of the ${bytes.length} bytes there are` });
}

function checkIdentity(file: DictionaryFileName, { version, type }: Header): void {
  if (version !== VERSION)
    refuseFile(file, { offset: 4, found: `version ${version}`, expected: String(VERSION) });
  if (type !== TYPES[file]) {
    const expected = `${TYPES[file]} (0 system, 1 user, 2 unknown words)`;
    refuseFile(file, { offset: 8, found: `dictionary type ${type}`, expected });
  }
}

function checkCharset(file: DictionaryFileName, bytes: Uint8Array): void {
  const name = cutAtNul(bytes.subarray(CHARSET_OFFSET, HEADER_BYTES));
  const charset = String.fromCharCode(...name);
  if (/^utf[-_]?8$/i.test(charset)) return;
  const printable = /^[\x20-\x7e]*$/.test(charset) ? `"${charset}"` : formatHex(name);
  const found = `charset ${printable}`;
  refuseFile(file, { offset: CHARSET_OFFSET, found, expected: "UTF-8", hint: BUILD_WITH_UTF8 });
}

function checkSizes(file: DictionaryFileName, header: Header, fileBytes: number): void {
  const { entryCount, doubleArrayBytes, tokenBytes, featureBytes } = header;
  if (doubleArrayBytes === 0 || doubleArrayBytes % UNIT_BYTES !== 0) {
    const found = `double array of ${doubleArrayBytes} bytes`;
    refuseFile(file, { offset: 24, found, expected: `one or more units of ${UNIT_BYTES} bytes` });
  }
  if (tokenBytes !== TOKEN_BYTES * entryCount) {
    const expected = `${TOKEN_BYTES} for each of ${entryCount} entries`;
    refuseFile(file, { offset: 28, found: `tokens of ${tokenBytes} bytes`, expected });
  }
  const sum = HEADER_BYTES + doubleArrayBytes + tokenBytes + featureBytes;
  if (sum === fileBytes) return;
  const found = `header and sections of ${sum} bytes together`;
  refuseFile(file, { offset: 24, found, expected: `the file's ${fileBytes}` });
}
