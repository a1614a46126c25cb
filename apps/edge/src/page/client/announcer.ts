/**
 * Tells a screen reader what has come about. While someone types, answers come one
 * after another; only the one that stays is told, and nothing twice.
 */
import { find } from "./dom.ts";
import { pick, type Words } from "./say.ts";

const SETTLED_MS = 1_200;

export class Announcer {
  readonly #region = find("announcements", HTMLElement);
  #timer = 0;

  announce(...words: readonly Words[]): void {
    const text = words.map(pick).join(" ");
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#tell(text), SETTLED_MS);
  }

  /** What was going to be told holds no longer. */
  hush(): void {
    clearTimeout(this.#timer);
  }

  #tell(text: string): void {
    if (this.#region.textContent !== text) this.#region.textContent = text;
  }
}
