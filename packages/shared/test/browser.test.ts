/** The tokenizer in a real browser: bundled for one, run in headless Chromium, held to the table of edge cases. */
import { execFile } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { promisify } from "node:util";

import { build } from "esbuild";
import { expect, test } from "vitest";

import { EDGE_CASES, makeSmallTokenizer } from "./fixtures/small-tokenizer.ts";

const TIMEOUT_MS = 120_000;
const FLAGS = [
  "--headless",
  "--no-sandbox",
  "--disable-gpu",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--dump-dom",
];

const chromium = process.env["CHROMIUM_PATH"] ?? "/usr/bin/chromium";
const isMissing = !existsSync(chromium);
if (isMissing) process.stderr.write(`skipped: no browser at ${chromium} (CHROMIUM_PATH)\n`);

const PAGE_SCRIPT = `
  import { EDGE_CASES, makeSmallTokenizer } from "./fixtures/small-tokenizer.ts";
  const tokenizer = makeSmallTokenizer();
  const answers = EDGE_CASES.map(([, text]) => ({
    tokens: tokenizer.tokenize(text),
    ids: [...tokenizer.encode(text, { pair: text, maxTokens: 12, padTo: 8 }).ids],
  }));
  document.body.textContent = encodeURIComponent(JSON.stringify(answers));
`;

test.skipIf(isMissing)(
  "a browser tokenizes and encodes as Node does",
  { timeout: TIMEOUT_MS },
  async () => {
    const tokenizer = makeSmallTokenizer();
    const expected = EDGE_CASES.map(([, text]) => ({
      tokens: tokenizer.tokenize(text),
      ids: [...tokenizer.encode(text, { pair: text, maxTokens: 12, padTo: 8 }).ids],
    }));
    expect(await runInBrowser(await bundle(PAGE_SCRIPT))).toEqual(expected);
  },
);

/** One script for a browser; a Node built-in anywhere in it is an error. */
async function bundle(script: string): Promise<string> {
  const resolveDir = fileURLToPath(new URL(".", import.meta.url));
  const result = await build({
    stdin: { contents: script, resolveDir, loader: "ts" },
    bundle: true,
    format: "iife",
    platform: "browser",
    charset: "ascii",
    write: false,
  });
  return result.outputFiles[0]?.text ?? "";
}

/** What the script leaves in the page's body, as percent-encoded JSON. */
async function runInBrowser(script: string): Promise<unknown> {
  const folder = mkdtempSync(join(tmpdir(), "kanjo-browser-"));
  try {
    const page = join(folder, "page.html");
    const markup = script.replaceAll("</script", String.raw`<\/script`);
    writeFileSync(page, `<!doctype html><meta charset="utf-8"><body><script>${markup}</script>`);
    const profile = `--user-data-dir=${join(folder, "profile")}`;
    const args = [...FLAGS, profile, pathToFileURL(page).href];
    const { stdout } = await promisify(execFile)(chromium, args, { maxBuffer: 1 << 26 });
    const body = /<body>([^<]*)<\/body>/.exec(stdout)?.[1];
    return body === undefined ? stdout : JSON.parse(decodeURIComponent(body));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
