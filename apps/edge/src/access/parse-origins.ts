import type { AllowedOrigins } from "./cors.ts";

/** Reads `*` or `https://a.example, https://b.example`; null for what is neither. */
export function parseOrigins(list: string): AllowedOrigins | null {
  const entries = list.split(",").map((entry) => entry.trim());
  if (entries.length === 1 && entries[0] === "*") return "*";
  return entries.every(isOrigin) ? entries : null;
}

/** As browsers send it: in lower case, without a path or a default port. */
function isOrigin(entry: string): boolean {
  const url = URL.parse(entry);
  return url !== null && /^https?:$/.test(url.protocol) && url.origin === entry;
}
