import { LAUGHTER } from "./laughter.ts";
import { toHalfWidth } from "./to-half-width.ts";
import { removeUrls } from "./url.ts";

const JAPANESE = /[\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Han}]/u;
/** A word of another script; single letters are part of Japanese words: Tシャツ, A4. */
const FOREIGN_WORD =
  /(?:(?![\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Han}\p{Script=Common}\p{Script=Inherited}])\p{L}\p{M}*){2,}/u;

/** Whether Japanese stands beside words of another script, web addresses and laughter (`www`) aside. */
export function hasMixedScripts(text: string): boolean {
  const words = removeUrls(toHalfWidth(text)).replaceAll(LAUGHTER, " ");
  return JAPANESE.test(words) && FOREIGN_WORD.test(words);
}
