import { TextDecoder } from "node:util";

import { KanjoError } from "@kanjo/shared/error";

const NEWLINE = 0x0a;

/**
 * The lines of a UTF-8 text, without the `\n` or `\r\n` that ends them and without
 * a BOM at the beginning. No other character ends a line: a text may have it.
 * @throws KanjoError `input-invalid` with the number of the line that is not UTF-8
 */
export async function* decodeLines(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  // It would drop a BOM from every line.
  const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
  let number = 1;
  let begun = "";
  for await (const chunk of chunks) {
    let start = 0;
    for (let end = chunk.indexOf(NEWLINE); end !== -1; end = chunk.indexOf(NEWLINE, start)) {
      const line = begun + decode(decoder, number, chunk.subarray(start, end));
      yield dropBom(line, number).replace(/\r$/, "");
      number += 1;
      begun = "";
      start = end + 1;
    }
    begun += decode(decoder, number, chunk.subarray(start), { stream: true });
  }
  const last = dropBom(begun + decode(decoder, number), number);
  if (last !== "") yield last;
}

function decode(
  decoder: TextDecoder,
  number: number,
  bytes?: Uint8Array,
  options?: { readonly stream: boolean },
): string {
  try {
    return decoder.decode(bytes, options);
  } catch (cause) {
    throw new KanjoError("input-invalid", `line ${number} of the input is not UTF-8`, {
      hint: "Convert it first, such as with: iconv -f CP932 -t UTF-8.",
      cause,
    });
  }
}

function dropBom(line: string, number: number): string {
  return number === 1 && line.startsWith("\uFEFF") ? line.slice(1) : line;
}
