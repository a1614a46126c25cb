/** Asks for an API key where the service wants one. It stays in memory until the page is left. */
import { fill, find } from "./dom.ts";

export class KeyForm {
  readonly #form = find("key-form", HTMLFormElement);
  readonly #input = find("key", HTMLInputElement);
  readonly #note = find("key-note", HTMLElement);

  /** @param use takes the key that was given */
  constructor(use: (key: string) => void) {
    this.#form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.#form.hidden = true;
      use(this.#input.value.trim());
    });
  }

  /** @param wasRefused whether a key was given before */
  show(wasRefused: boolean): void {
    if (!this.#form.hidden) return;
    this.#form.hidden = false;
    this.#input.setAttribute("aria-invalid", String(wasRefused));
    fill(
      this.#note,
      wasRefused
        ? ["This key is not accepted.", "このキーは使えません。"]
        : [
            "This service answers to those who have a key. It is kept until you leave or reload this page.",
            "このサービスの利用にはキーが必要です。キーはページを離れるか再読み込みするまで保持されます。",
          ],
    );
  }

  hide(): void {
    this.#form.hidden = true;
    this.#input.value = "";
  }
}
