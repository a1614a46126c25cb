/** White space that is as long as what MeCab looks at from a place, 65,535 bytes, and what may follow it. */

const FOLLOWING = [
  "",
  "a",
  "the",
  "東京都に行く",
  "abcdefghijklmnopqrstuvwxyz",
  "ab cd",
  "é",
  "١١١",
  "😀😀",
];

const LENGTHS = [
  ...Array.from({ length: 16 }, (_, index) => 65_525 + index),
  131_070,
  131_071,
  140_000,
];

/** MeCab itself fails on some of them, because it cuts characters in pieces. */
export function listLongWhiteSpace(): string[] {
  return LENGTHS.flatMap((length) =>
    FOLLOWING.flatMap((following) => [
      " ".repeat(length) + following,
      `猫${"\t \n".repeat(length).slice(0, length)}${following}`,
    ]),
  );
}
