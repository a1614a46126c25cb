/** Token ids of a segment with their places in its text, as parallel arrays because they are made by the million. */
export class Subwords {
  readonly ids: number[] = [];
  /** UTF-16 offset of each token's first unit in the original text. */
  readonly starts: number[] = [];
  /** UTF-16 offset after each token's last unit. */
  readonly ends: number[] = [];

  get length(): number {
    return this.ids.length;
  }

  push(id: number, start: number, end: number): void {
    this.ids.push(id);
    this.starts.push(start);
    this.ends.push(end);
  }
}
