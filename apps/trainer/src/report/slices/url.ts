import { toHalfWidth } from "./to-half-width.ts";

/** With its scheme, also one whose `h` was left out as on message boards; `www.`; a host with a path. */
const URL_PATTERN =
  /(?<![a-z])h?t?tps?:\/\/[!-~]+|(?<![a-z0-9.])www\.[a-z0-9-]+\.[!-~]+|(?<![a-z0-9.@])(?:[a-z0-9-]+\.)+[a-z]{2,}\/[!-~]+/gi;

/** Whether the text has a web address. */
export function hasUrl(text: string): boolean {
  return toHalfWidth(text).search(URL_PATTERN) !== -1;
}

/** The text with a space in the place of each web address. @param text half-width */
export function removeUrls(text: string): string {
  return text.replaceAll(URL_PATTERN, " ");
}
