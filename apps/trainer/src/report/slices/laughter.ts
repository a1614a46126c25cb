/**
 * Laughter as it is written in Japanese: `w` from 笑う, 笑 itself, and 草, because
 * a row of `w` looks like grass.
 *
 * `w` counts after Japanese, a mark or another laugh, and where a word ends: not in
 * English words, `www.`, `5w`, `w/`. A lone one needs Japanese before it, and a
 * capital one is laughter in a row alone: W杯, Wi-Fi. 笑 and 草 count where
 * no word goes on, so that 笑顔, 爆笑した, 草原 and 雑草 are left; 草 also needs
 * something before it that a plant seldom has.
 */
import { toHalfWidth } from "./to-half-width.ts";
import { removeUrls } from "./url.ts";

const JAPANESE = String.raw`\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Han}ー`;
const WORD_GOES_ON = String.raw`(?![A-Za-z0-9/'&+-]|[.][A-Za-z0-9])`;
const ENDS = String.raw`(?=[^\p{L}\p{N}]|[wW]|$)`;

const PATTERNS = [
  // 面白いw, すごい!ww, 最高 w
  String.raw`(?<=[${JAPANESE}。、!?…」』)\p{Extended_Pictographic}][ \u3000]?)w+${WORD_GOES_ON}`,
  String.raw`(?<=[${JAPANESE}。、!?…」』)][ \u3000]?)W{2,}${WORD_GOES_ON}`,
  // wwwww by itself; OKwww, but not eww
  String.raw`(?<![A-Za-z0-9@#/._-])w{2,}${WORD_GOES_ON}`,
  String.raw`(?<=[A-Za-z0-9])(?<![aeoAEO])(?<![aeoAEO]w+)w{3,}${WORD_GOES_ON}`,
  // (笑), (爆笑), (w)
  String.raw`[(](?:[爆大苦失]?笑|爆|w+)[)]`,
  String.raw`笑{2,}`,
  String.raw`(?<![爆苦失微談冷嘲一哄大])笑${ENDS}`,
  String.raw`(?:^|[はもにでて。、!?…」』)wW笑\s])草(?:生え|はえ|不可避|${ENDS})`,
];

/** On half-width text. */
export const LAUGHTER = new RegExp(PATTERNS.join("|"), "gmu");

/** Whether somebody laughs in the text. */
export function hasLaughter(text: string): boolean {
  return removeUrls(toHalfWidth(text)).search(LAUGHTER) !== -1;
}
