import { toHalfWidth } from "./to-half-width.ts";
import { removeUrls } from "./url.ts";

const END = String.raw`[ー〜~ぁあぇえ]*(?:[。.!…」』)\s]|$)`;

/** Question marks; か after what ends a sentence, so that しか, とか, 静か and the like are none; かな, かしら. */
const QUESTION = new RegExp(
  [
    String.raw`[?⁇⁈⁉❓❔]`,
    `(?:です|ます|でした|ました|ません|でしょう|ましょう|だろう|(?:[るたうくすつぬむぶぐい]|な)の|んだ|もの)か(?:ね|よ)?${END}`,
    `(?:か(?:な|しら))${END}`,
  ].join("|"),
  "u",
);

/** Whether the text asks something, with or without a question mark. */
export function hasQuestion(text: string): boolean {
  return QUESTION.test(removeUrls(toHalfWidth(text)));
}
