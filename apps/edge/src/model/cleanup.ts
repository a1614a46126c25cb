/**
 * What is to be given back when a model is released, or when its load fails or is
 * given up on. A load that is given up on may hang at a read that never ends, so
 * what it has taken is given back from outside, and what it takes later at once.
 */
export class Cleanup {
  #tasks: (() => void)[] = [];
  #done = false;

  add(task: () => void): void {
    if (this.#done) task();
    else this.#tasks.push(task);
  }

  /** The last that was added first; once. */
  run(): void {
    const tasks = this.#tasks.toReversed();
    this.#tasks = [];
    this.#done = true;
    for (const task of tasks) task();
  }
}
