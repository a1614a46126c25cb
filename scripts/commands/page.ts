/**
 * Writes the page at `/` as the worker sends it: one document with its style
 * sheet and scripts inside, the policy that allows these by their digests and
 * nothing else, and the tag that it is cached by. A worker reads no disk, and
 * text as a module is another thing to every bundler, so all that is committed
 * as TypeScript. In page.html, `{{Hello|こんにちは}}` is a phrase in both languages.
 * With `--check` nothing is written, and a stale file is an error.
 */
import { createHash } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

import { buildSync, transformSync } from "esbuild";

const folder = fileURLToPath(new URL("../../apps/edge/src/page", import.meta.url));
const committedPath = join(folder, "built-page.ts");

const STYLES = ["base", "controls", "ask", "answer", "reading", "model"];
/** Short lines, so that a change is seen as one. */
const LINE_LIMIT = 96;
/** Browsers of 2024, which is when `light-dark()` came to all of them. */
const TARGET = ["chrome123", "firefox120", "safari17.5"];

process.exitCode = build(process.argv.slice(2));

function build(args: readonly string[]): number {
  const built = writeModule();
  if (!args.includes("--check")) {
    writeFileSync(committedPath, built);
    return 0;
  }
  if (readFileSync(committedPath, "utf8") === built) return 0;
  process.stderr.write(
    "error: apps/edge/src/page/built-page.ts does not match what it is made from\n" +
      "  Run `npm run page` and commit the result.\n",
  );
  return 1;
}

function writeModule(): string {
  const style = buildStyle();
  const [early, main] = [buildScript("early"), buildScript("main")];
  const page = [
    ["<!-- style -->", `<style>${style}</style>`],
    ["<!-- early script -->", `<script>${early}</script>`],
    ["<!-- main script -->", `<script>${main}</script>`],
  ].reduce((html, [place = "", element = ""]) => replaceOnce(html, place, element), readPage());
  const policy = [
    "default-src 'none'",
    `style-src ${quoteDigest(style)}`,
    `script-src ${quoteDigest(early)} ${quoteDigest(main)}`,
    "connect-src 'self'",
    "img-src data:",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
    "trusted-types 'none'",
  ].join("; ");
  return `/** Made from the files beside this one: \`npm run page\`. */

/** The whole document. */
export const HTML = ${quote(page)};

/** Its \`Content-Security-Policy\`. */
export const POLICY = ${quote(policy)};

/** Its \`ETag\`. */
export const TAG = ${quote(`"${digest(page).toString("base64url").slice(0, 22)}"`)};
`;
}

/** As a template, in which line ends stay line ends. */
function quote(text: string): string {
  return `\`${text.replaceAll(/[\\`]|\$\{/g, String.raw`\$&`)}\``;
}

/** Without the source's indentation, and with both languages side by side. */
function readPage(): string {
  return readFileSync(join(folder, "page.html"), "utf8")
    .replaceAll(/\s*\n\s*/g, "\n")
    .replaceAll(/\n(?=\/?>)/g, "")
    .replaceAll(/\{\{([^|]+)\|([^|]+)\}\}/g, '<span lang="en">$1</span><span lang="ja">$2</span>');
}

function buildStyle(): string {
  const sheets = STYLES.map((name) => readFileSync(join(folder, "styles", `${name}.css`), "utf8"));
  const options = { loader: "css", minify: true, lineLimit: LINE_LIMIT, target: TARGET } as const;
  return transformSync(sheets.join(""), options).code.trim();
}

function buildScript(entry: "early" | "main"): string {
  const { outputFiles } = buildSync({
    entryPoints: [join(folder, "client", `${entry}.ts`)],
    bundle: true,
    charset: "utf8",
    format: "iife",
    lineLimit: LINE_LIMIT,
    minify: true,
    target: TARGET,
    write: false,
  });
  return outputFiles[0]?.text.trim() ?? "";
}

/** Without patterns in the replacement: scripts are full of `$&`. */
function replaceOnce(html: string, place: string, element: string): string {
  const [before, after, ...more] = html.split(place);
  if (before === undefined || after === undefined || more.length > 0) {
    throw new Error(`page.html has ${place} not once`);
  }
  return `${before}${element}${after}`;
}

function quoteDigest(text: string): string {
  return `'sha256-${digest(text).toString("base64")}'`;
}

function digest(text: string): Buffer {
  return createHash("sha256").update(text).digest();
}
