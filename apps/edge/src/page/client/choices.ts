/** What the browser keeps: choices about the page itself, and never a text or a key. */

export type Choice = "language" | "theme" | "words" | "code";

const KEY = "kanjo-page";

export function readChoice(choice: Choice): string | null {
  const value = readAll()[choice];
  return typeof value === "string" ? value : null;
}

export function keepChoice(choice: Choice, value: string): void {
  try {
    localStorage.setItem(KEY, JSON.stringify({ ...readAll(), [choice]: value }));
  } catch {
    // Kept nowhere: storage is full, or the browser allows none.
  }
}

function readAll(): Readonly<Record<string, unknown>> {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(KEY) ?? "{}");
    return { ...Object(kept) };
  } catch {
    return {};
  }
}
