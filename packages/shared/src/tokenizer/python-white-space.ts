/**
 * Whether `str.split` and `str.strip` of Python take a UTF-16 unit for white
 * space. JavaScript's `trim` and `\s` leave U+001C to U+001F and U+0085 and take
 * U+FEFF.
 */
export function isPythonWhiteSpace(unit: number): boolean {
  if (unit <= 0x20) return unit >= 0x1c || (unit >= 0x09 && unit <= 0x0d);
  if (unit > 0x3000 || unit < 0x85) return false;
  return isHighWhiteSpace(unit);
}

function isHighWhiteSpace(unit: number): boolean {
  return (
    unit === 0x85 ||
    unit === 0xa0 ||
    unit === 0x1680 ||
    (unit >= 0x2000 && unit <= 0x200a) ||
    unit === 0x2028 ||
    unit === 0x2029 ||
    unit === 0x202f ||
    unit === 0x205f ||
    unit === 0x3000
  );
}
