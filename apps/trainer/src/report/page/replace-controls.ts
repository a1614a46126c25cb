/** Puts symbols (U+2400 on) in the place of control characters and lone surrogates, which HTML does not allow. */
export function replaceControls(markup: string): string {
  return markup.replaceAll(/[^\P{Cc}\n\t]/gu, showControl).toWellFormed();
}

function showControl(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  return code < 0x20 ? String.fromCodePoint(0x24_00 + code) : "\u2421";
}
