/**
 * The text of a review without its markup, as
 * `BeautifulSoup(review, "html.parser").get_text()` gives it: tags go without a
 * space in their place, comments and the contents of script and style go with
 * them, and character references become characters. What only looks like markup,
 * such as `<3`, stays. An unknown reference loses its semicolon, as it does there.
 * Known divergence: html.parser gives up on what follows a second `&#` without digits.
 */
import { NAMED_CHARACTERS } from "./named-characters.ts";

const MARKUP = new RegExp(
  [
    "<!--[^]*?-->",
    "<(script|style)\\b[^>]*>[^]*?</\\1\\s*>",
    `<[A-Za-z](?:[^>=]|=\\s*"[^"]*"|=\\s*'[^']*'|=(?!\\s*["']))*>`,
    "<[!?/][^>]*>",
  ].join("|"),
  "gi",
);
const REFERENCE = /&(?:#(\d+|[xX][\da-fA-F]+)|([A-Za-z][-.A-Za-z\d]*));?/g;

export function stripHtml(text: string): string {
  if (!/[<&]/.test(text)) return text;
  return text
    .replaceAll(MARKUP, "")
    .replaceAll(REFERENCE, (_, number: string | undefined, name: string | undefined) =>
      number === undefined ? resolveName(name ?? "") : resolveNumber(number),
    );
}

function resolveName(name: string): string {
  return NAMED_CHARACTERS[name] ?? `&${name}`;
}

const HIGHEST_CODE_POINT = 0x10ffff;
const REPLACEMENT = "\uFFFD";

function resolveNumber(number: string): string {
  const codePoint = /^x/i.test(number) ? Number.parseInt(number.slice(1), 16) : Number(number);
  // Below 256 they are bytes of Windows-1252 where that has a character.
  if (codePoint < 256) return new TextDecoder("windows-1252").decode(Uint8Array.of(codePoint));
  return codePoint > HIGHEST_CODE_POINT ? REPLACEMENT : String.fromCodePoint(codePoint);
}
