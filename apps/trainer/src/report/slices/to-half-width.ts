/** Full-width ASCII as half-width: `ｗｗｗ` as `www`, `？` as `?`. Nothing else is changed. */
export function toHalfWidth(text: string): string {
  return text.replaceAll(/[\uFF01-\uFF5E]+/g, (letters) => letters.normalize("NFKC"));
}
