import { existsSync } from "node:fs";

import { type Browser, chromium } from "playwright-core";

const PLACES = ["/usr/bin/chromium", "/usr/bin/google-chrome"];

/** The Chromium that tests open pages with, `CHROMIUM_PATH` before the usual places; null, and a line that says so, where there is none. */
export function findChromium(): string | null {
  const places = [process.env["CHROMIUM_PATH"], ...PLACES];
  const found = places.find((path) => path !== undefined && existsSync(path));
  if (found !== undefined) return found;
  process.stderr.write(`skipped: no Chromium at CHROMIUM_PATH, ${PLACES.join(" or ")}\n`);
  return null;
}

export function openChromium(executablePath: string): Promise<Browser> {
  // The page is our own, and containers allow no sandbox to root.
  return chromium.launch({ executablePath, args: ["--no-sandbox"] });
}
