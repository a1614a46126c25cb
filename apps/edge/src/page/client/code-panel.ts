/** Snippets by language, and a button that copies the one that is shown. */
import { keepChoice, readChoice } from "./choices.ts";
import { fill, find, findRadios } from "./dom.ts";
import type { Phrase } from "./say.ts";
import { type SnippetLanguage, writeSnippet } from "./snippets.ts";

const COPY: Phrase = ["Copy", "コピー"];
const COPIED: Phrase = ["Copied", "コピーしました"];
const NOT_COPIED: Phrase = ["The browser did not allow it", "ブラウザーに拒否されました"];
const TOLD_MS = 2_000;

export class CodePanel {
  readonly #code = find("code", HTMLElement);
  readonly #copy = find("copy", HTMLButtonElement);
  #language: SnippetLanguage = toLanguage(readChoice("code"));
  #needsKey = false;

  constructor() {
    for (const radio of findRadios("code")) {
      radio.checked = radio.value === this.#language;
      radio.addEventListener("change", () => {
        this.#language = toLanguage(radio.value);
        keepChoice("code", this.#language);
        this.#show();
      });
    }
    this.#copy.addEventListener("click", () => void this.#copyCode());
    this.#show();
  }

  /** From now on the snippets give a key, too. */
  askForKey(): void {
    this.#needsKey = true;
    this.#show();
  }

  #show(): void {
    const options = { origin: location.origin, needsKey: this.#needsKey };
    this.#code.textContent = writeSnippet(this.#language, options);
  }

  async #copyCode(): Promise<void> {
    const isCopied = await copy(this.#code.textContent ?? "");
    fill(this.#copy, isCopied ? COPIED : NOT_COPIED);
    setTimeout(() => fill(this.#copy, COPY), TOLD_MS);
  }
}

function toLanguage(value: string | null): SnippetLanguage {
  return value === "typescript" || value === "python" ? value : "curl";
}

async function copy(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}
