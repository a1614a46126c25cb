/** A value as plain text inside a line or a table's cell of Markdown: nothing in it is markup. */
export function escapeMarkdown(value: string): string {
  return value
    .replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, " ")
    .replaceAll(/[\\`*_{}[\]()#+!|<>&~$:@]/g, String.raw`\$&`)
    .replaceAll(/(www)\./gi, String.raw`$1\.`)
    .toWellFormed();
}

/** A value as code inside a line or a table's cell; one with backticks or bars becomes plain text. */
export function quoteCode(value: string): string {
  return /^[\w ./:@+=-]+$/.test(value) ? `\`${value}\`` : escapeMarkdown(value);
}
