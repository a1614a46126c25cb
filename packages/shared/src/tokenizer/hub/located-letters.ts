import { endOfChunk } from "../normalization-chunks.ts";

/** UTF-16 offsets in the text. */
export type Place = readonly [start: number, end: number];

/** A stretch of letters, from the first to the one after the last. */
export type LetterRange = readonly [first: number, end: number];

/** What a text's normalized form consists of, each letter with its origin in the text. Letters are bytes of UTF-8. */
export class LocatedLetters {
  readonly #letters: number[] = [];
  readonly #starts: number[] = [];
  readonly #ends: number[] = [];
  readonly #textLength: number;

  /**
   * @param read letters of a text or a part of it
   * @returns undefined when the letters of the text are not those of its parts
   */
  static of(text: string, read: (part: string) => readonly number[]): LocatedLetters | undefined {
    const located = new LocatedLetters(text.length);
    for (let start = 0; start < text.length;) {
      const end = endOfChunk(text, start);
      located.#addChunk(text.slice(start, end), start, read);
      start = end;
    }
    const whole = read(text);
    return located.length === whole.length && located.match(0, whole) ? located : undefined;
  }

  private constructor(textLength: number) {
    this.#textLength = textLength;
  }

  get length(): number {
    return this.#letters.length;
  }

  /** Whether these letters stand from letter `first` on. */
  match(first: number, letters: readonly number[]): boolean {
    return letters.every((letter, at) => this.#letters[first + at] === letter);
  }

  /** The letter after the character that begins with letter `first`. */
  endOfCharacter(first: number): number {
    let end = first + 1;
    while (isInsideCharacter(this.#letters[end])) end += 1;
    return end;
  }

  /** The first letter of the character that ends before letter `end`. */
  startOfCharacter(end: number): number {
    let start = end - 1;
    while (isInsideCharacter(this.#letters[start])) start -= 1;
    return start;
  }

  /** Where the letters come from; for none, what lies between the letters beside them. */
  placeOf([first, end]: LetterRange): Place {
    const before = this.#ends[first - 1] ?? 0;
    const after = this.#starts[end] ?? this.#textLength;
    if (first === end) return [Math.min(before, after), Math.max(before, after)];
    return [this.#starts[first] ?? 0, this.#ends[end - 1] ?? this.#textLength];
  }

  /** Character by character where each has letters and they are those of the chunk. */
  #addChunk(chunk: string, start: number, read: (part: string) => readonly number[]): void {
    const whole = read(chunk);
    const parts = Array.from(chunk, (character) => ({ character, letters: read(character) }));
    const areApart = parts.every(({ letters }) => letters.length > 0);
    if (!areApart || parts.flatMap(({ letters }) => letters).join() !== whole.join()) {
      this.#add(whole, start, start + chunk.length);
      return;
    }
    let at = start;
    for (const { character, letters } of parts) {
      this.#add(letters, at, at + character.length);
      at += character.length;
    }
  }

  #add(letters: readonly number[], start: number, end: number): void {
    for (const letter of letters) {
      this.#letters.push(letter);
      this.#starts.push(start);
      this.#ends.push(end);
    }
  }
}

/** Whether a byte is one of UTF-8 that does not begin a character. */
function isInsideCharacter(letter: number | undefined): boolean {
  return letter !== undefined && letter >> 6 === 0b10;
}
