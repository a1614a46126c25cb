import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { join } from "node:path";

/** Style sheet and scripts, put into the page, and the policy that lets nothing else in. */
export interface Assets {
  readonly style: string;
  /** Restores language and colours before the page is drawn. */
  readonly preferences: string;
  /** Filters the lists of examples. */
  readonly filter: string;
  /** Content-Security-Policy: these bytes by their digests, and no network. */
  readonly policy: string;
}

const STYLES = ["base", "controls", "figures", "charts", "examples", "print"];

export async function readAssets(): Promise<Assets> {
  const styles = await Promise.all(STYLES.map((name) => readAsset("styles", `${name}.css`)));
  const style = styles.join("");
  const preferences = await readAsset("client", "preferences.js");
  const filter = await readAsset("client", "filter.js");
  return { style, preferences, filter, policy: writePolicy(style, [preferences, filter]) };
}

function readAsset(folder: string, name: string): Promise<string> {
  return readFile(join(import.meta.dirname, folder, name), "utf8");
}

function writePolicy(style: string, scripts: readonly string[]): string {
  return [
    "default-src 'none'",
    `style-src ${quoteDigest(style)}`,
    `script-src ${scripts.map(quoteDigest).join(" ")}`,
    "img-src data:",
    "base-uri 'none'",
    "form-action 'none'",
  ].join("; ");
}

function quoteDigest(text: string): string {
  return `'sha256-${createHash("sha256").update(text).digest("base64")}'`;
}
