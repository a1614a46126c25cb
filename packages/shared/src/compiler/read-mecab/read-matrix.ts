import type { ConnectionMatrix } from "../mecab-source.ts";
import { viewInt16 } from "./read-bytes.ts";
import { refuseFile } from "./refuse-file.ts";

const FILE = "matrix.bin";
const HEADER_BYTES = 4;

/**
 * Reads `matrix.bin` (MeCab's `connector.cpp`): two 16-bit sizes, then the costs.
 * The costs are a view of the bytes where these are aligned.
 * @throws KanjoError `mecab-file-invalid` when the length and the sizes disagree
 */
export function readMatrix(bytes: Uint8Array): ConnectionMatrix {
  if (bytes.length < HEADER_BYTES) {
    const expected = `at least the ${HEADER_BYTES} bytes of two sizes`;
    refuseFile(FILE, { offset: bytes.length, found: "the file ends", expected });
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, HEADER_BYTES);
  const leftSize = view.getUint16(0, true);
  const rightSize = view.getUint16(2, true);
  checkSizes(leftSize, rightSize, bytes.length);
  return { leftSize, rightSize, costs: viewInt16(bytes.subarray(HEADER_BYTES)) };
}

function checkSizes(leftSize: number, rightSize: number, fileBytes: number): void {
  const found = `sizes ${leftSize} x ${rightSize}`;
  if (leftSize === 0 || rightSize === 0) {
    refuseFile(FILE, { offset: 0, found, expected: "at least 1 x 1, for the ends of a sentence" });
  }
  const expectedBytes = HEADER_BYTES + 2 * leftSize * rightSize;
  if (expectedBytes === fileBytes) return;
  const expected = `those of ${fileBytes} bytes (${leftSize} x ${rightSize} takes ${expectedBytes})`;
  refuseFile(FILE, { offset: 0, found, expected });
}
