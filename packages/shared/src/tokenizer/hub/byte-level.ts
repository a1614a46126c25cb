/**
 * The alphabet of byte-level models: a character for each byte, itself where it
 * prints in Latin-1, and from U+0100 on for the others in order.
 * Source: `bytes_to_unicode` in openai/gpt-2 `src/encoder.py`.
 */
const PRINTING = /[!-~\u00a1-\u00ac\u00ae-\u00ff]/;

const bytesByCharacter = new Map<string, number>();
for (let byte = 0, others = 0; byte < 0x100; byte++) {
  const character = String.fromCharCode(byte);
  const isItself = PRINTING.test(character);
  bytesByCharacter.set(isItself ? character : String.fromCharCode(0x100 + others++), byte);
}

/** The bytes of a text in that alphabet; what is not in it stands for its own UTF-8. */
export function decodeByteLevel(text: string): number[] {
  return Array.from(text).flatMap((character) => {
    const byte = bytesByCharacter.get(character);
    return byte === undefined ? [...new TextEncoder().encode(character)] : [byte];
  });
}
