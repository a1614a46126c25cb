/**
 * What is displayed as an emoji by itself or by the selector U+FE0F, flags and keycaps,
 * and the hearts and faces that are written without a selector as often as with one.
 */
const EMOJI =
  /\p{Emoji_Presentation}|\p{Extended_Pictographic}\uFE0F|[0-9#*]\uFE0F?\u20E3|[\u2665\u2764\u2639\u263A]/u;

/** Whether the text has an emoji; emoticons of ordinary characters are none. */
export function hasEmoji(text: string): boolean {
  return EMOJI.test(text);
}
