/**
 * The tokenizer in a real browser: bundled for one, run in headless Chromium, held to
 * the table of edge cases, to MeCab's rules and, with the real dictionaries, to MeCab.
 */
import { execFile } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { promisify } from "node:util";

import { build } from "esbuild";
import { expect, test } from "vitest";

import { type ExpectedWords, SEPARATOR } from "./fixtures/find-differing.ts";
import { LATTICE_CASES } from "./fixtures/lattice-cases.ts";
import { listNormalized } from "./fixtures/normalization.ts";
import { EDGE_CASES, makeSmallTokenizer } from "./fixtures/small-tokenizer.ts";
import { compileTiny } from "./fixtures/tiny-dictionary.ts";
import { askForWords } from "./oracle/expected-words.ts";
import { whyNoOracle } from "./oracle/python.ts";

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
const reason = whyNoOracle();
if (reason !== undefined) process.stderr.write(`skipped: ${reason}\n`);
if (isMissing) process.stderr.write(`skipped: no browser at ${chromium} (CHROMIUM_PATH)\n`);

const TOKENIZER_PAGE = `
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
    expect(await runInBrowser(await bundle(TOKENIZER_PAGE))).toEqual(expected);
  },
);

/** What it leaves is text by text what differs, for each of the dictionaries in the page's data. */
const DICTIONARY_PAGE = `
  import { findDiffering } from "./fixtures/find-differing.ts";
  const expected = JSON.parse(document.getElementById("data").textContent);
  document.body.textContent = encodeURIComponent(JSON.stringify(expected.map(findDiffering)));
`;

const NORMALIZATION_PAGE = `
  import { listNormalized } from "./fixtures/normalization.ts";
  document.body.textContent = encodeURIComponent(JSON.stringify(listNormalized()));
`;

test.skipIf(isMissing)(
  "a browser follows MeCab's rules with tiny dictionaries",
  { timeout: TIMEOUT_MS },
  async () => {
    const cases = LATTICE_CASES.map(async ({ rule, dictionary, text, words }) => ({
      name: rule,
      dictionary: Buffer.from(await compileTiny(dictionary)).toString("base64"),
      texts: [text],
      words: [words.join(SEPARATOR)],
    }));
    const differing = await findInBrowser(await Promise.all(cases));
    expect(differing).toEqual(LATTICE_CASES.map(() => []));
  },
);

test.skipIf(isMissing || reason !== undefined)(
  "a browser cuts by the real dictionaries as MeCab does",
  { timeout: TIMEOUT_MS },
  async () => {
    const expected = await askForWords();
    const differing = await findInBrowser(expected);
    expect(differing).toEqual(expected.map(() => []));
  },
);

test.skipIf(isMissing)(
  "a browser normalizes as Node does, but for what Unicode has added since Python's",
  { timeout: TIMEOUT_MS },
  async () => {
    expect(await runInBrowser(await bundle(NORMALIZATION_PAGE))).toBe(listNormalized());
  },
);

async function findInBrowser(expected: readonly ExpectedWords[]): Promise<unknown> {
  return runInBrowser(await bundle(DICTIONARY_PAGE), JSON.stringify(expected));
}

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

/**
 * What the script leaves in the page's body, as percent-encoded JSON.
 * @param data JSON that it finds in the page
 */
async function runInBrowser(script: string, data = "null"): Promise<unknown> {
  const folder = mkdtempSync(join(tmpdir(), "kanjo-browser-"));
  try {
    const page = join(folder, "page.html");
    const markup = script.replaceAll("</script", String.raw`<\/script`);
    const json = data.replaceAll("<", String.raw`\u003c`);
    writeFileSync(
      page,
      `<!doctype html><meta charset="utf-8"><script id="data" type="application/json">${json}</script><body><script>${markup}</script>`,
    );
    const profile = `--user-data-dir=${join(folder, "profile")}`;
    const args = [...FLAGS, profile, pathToFileURL(page).href];
    const { stdout } = await promisify(execFile)(chromium, args, { maxBuffer: 1 << 26 });
    const body = /<body>([^<]*)<\/body>/.exec(stdout)?.[1];
    return body === undefined ? stdout : JSON.parse(decodeURIComponent(body));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
