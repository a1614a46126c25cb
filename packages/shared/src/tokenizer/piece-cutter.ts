import type { Subwords } from "./subwords.ts";

/** Cuts what lies between special tokens into subwords. */
export interface PieceCutter {
  /**
   * Appends the subwords of `text`.
   * @param offset UTF-16 offset of `text` in the original text
   */
  cut(text: string, offset: number, output: Subwords): void;
}
