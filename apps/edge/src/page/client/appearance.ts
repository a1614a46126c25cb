/** Language and colours of the page: the reader's browser's at first, then what was chosen. */
import { keepChoice, readChoice } from "./choices.ts";
import { findRadios } from "./dom.ts";
import { readLanguage } from "./say.ts";

type Appearance = "language" | "theme";

/** Before anything is drawn, so that nothing changes before the reader's eyes. */
export function restoreAppearance(): void {
  const [wanted = "en"] = navigator.languages;
  apply("language", readChoice("language") ?? (wanted.startsWith("ja") ? "ja" : "en"));
  apply("theme", readChoice("theme") ?? "auto");
}

/** Lets the radio buttons at the top show and change it. */
export function connectAppearance(): void {
  connect("language", readLanguage());
  connect("theme", document.documentElement.dataset["theme"] ?? "auto");
}

function connect(appearance: Appearance, current: string): void {
  for (const radio of findRadios(appearance)) {
    radio.checked = radio.value === current;
    radio.addEventListener("change", () => {
      apply(appearance, radio.value);
      keepChoice(appearance, radio.value);
    });
  }
}

function apply(appearance: Appearance, value: string): void {
  const root = document.documentElement;
  if (appearance === "theme") {
    root.dataset["theme"] = value;
    return;
  }
  root.lang = value === "ja" ? "ja" : "en";
  const title = document.querySelector("title");
  if (title !== null) title.textContent = title.dataset[root.lang] ?? title.textContent;
}
