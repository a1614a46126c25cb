/**
 * How many tokens of one or two segments are kept out of `room`: `longest_first`
 * as the Rust library has it (tokenizers/src/utils/truncation.rs). The shorter
 * segment is kept whole where it can be; where both are cut, the longer one gets
 * the odd token, and of two of one length the second does. transformers' own
 * `longest_first`, for tokenizers in Python, gives it to the first.
 */
export function shortenLongestFirst(lengths: readonly number[], room: number): number[] {
  const [first = 0, second] = lengths;
  if (second === undefined) return [Math.min(first, room)];
  if (first + second <= room) return [first, second];
  const shorter = Math.min(first, second);
  const half = Math.min(shorter, Math.floor(room / 2));
  return first > second ? [room - half, half] : [half, room - half];
}
