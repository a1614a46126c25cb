/** Who may import whom; see ARCHITECTURE.md. */
import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";

import { describe, expect, test } from "vitest";

import { root } from "./setup/paths.mjs";

const IMPORT = /(?:from|import)\s*\(?\s*"([^"]+)"/g;

function importsOf(folder) {
  const files = globSync(`${folder}/src/**/*.ts`, { cwd: root }).filter(
    (file) => !file.endsWith(".test.ts"),
  );
  expect(files.length).toBeGreaterThan(5);
  return files.flatMap((file) =>
    [...readFileSync(join(root, file), "utf8").matchAll(IMPORT)].map(
      ([, name]) => `${file}: ${name}`,
    ),
  );
}

const imports = (folder, pattern) => importsOf(folder).filter((line) => pattern.test(line));

describe("boundaries", () => {
  test("shared imports zod and itself alone, and one file what reads a tokenizer.json", () => {
    const foreign = importsOf("packages/shared").filter((line) => !/: (zod$|\.)/.test(line));
    expect(foreign).toEqual([
      "packages/shared/src/tokenizer/hub/load-json-tokenizer.ts: @huggingface/tokenizers",
    ]);
  });

  test("the edge imports neither the dictionary compiler nor what reads models of the Hub", () => {
    expect(imports("apps/edge", /: @kanjo\/shared\/(compiler|tokenizer\/hub)/)).toEqual([]);
  });

  test("the edge imports neither the trainer nor Node, nor what serves it on Node", () => {
    const foreign =
      /: (node:|@hono\/node-server|@aws-sdk|.*\/node\/|@kanjo\/trainer|.*apps\/trainer)/;
    expect(imports("apps/edge", foreign)).toEqual([]);
  });

  test("the trainer does not import the edge", () => {
    expect(imports("apps/trainer", /: (@kanjo\/edge|.*apps\/edge)/)).toEqual([]);
  });
});
