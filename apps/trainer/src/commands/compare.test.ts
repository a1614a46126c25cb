import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterAll, beforeAll, expect, test } from "vitest";

import { findMarkupFaults } from "../../test/find-markup-faults.ts";
import { createRecordingTerminal } from "../../test/recording-terminal.ts";
import { TINY_CHARACTERS } from "../../test/tiny-classifier.ts";
import { writeTinyRelease } from "../../test/tiny-release.ts";
import { writeTinyRun } from "../../test/tiny-run.ts";
import { createCompareCommand } from "./compare.ts";

const TIMEOUT_MS = 60_000;

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "kanjo-compare-"));
  await writeTinyRun(folder, "v2");
  const labels = ["neutral", "positive", "negative"];
  await writeTinyRelease(join(folder, "older"), "v1", {
    labels,
    // The same logits in its own order of the labels, and another opinion on 普.
    logits: Object.fromEntries(
      Object.entries({ ...TINY_CHARACTERS, 普: [0, 7, 0] as const }).map(
        ([character, [positive, negative, neutral]]) => [character, [neutral, positive, negative]],
      ),
    ),
  });
  await writeTinyRelease(join(folder, "stars"), "v3", { labels: ["★", "★★", "★★★"] });
  await writeFile(join(folder, "reviews.csv"), "text,label\n普通,neutral\n良い,positive\n");
});
afterAll(() => rm(folder, { recursive: true }));

async function compare(...args: string[]): Promise<string> {
  const terminal = createRecordingTerminal(folder);
  await createCompareCommand(terminal).exitOverride().parseAsync(args, { from: "user" });
  return terminal.printed.join("\n");
}

test(
  "two versions are set side by side on the test texts of the run",
  { timeout: TIMEOUT_MS },
  async () => {
    const printed = await compare("older", "runs/v2");
    const rows = new Map(
      printed.split("\n").map((line) => {
        const [name = "", ...cells] = line.split(/ {2,}/);
        return [name, cells];
      }),
    );
    expect(rows.get("test")).toEqual(["v1", "v2"]);
    expect(rows.get("texts")).toEqual(["7", "7"]);
    expect(rows.get("accuracy")).toEqual(["42.9 %", "57.1 %"]);
    expect(rows.get("32 tokens")).toEqual([
      expect.stringMatching(/^\d+\.\d\d ms$/),
      expect.stringMatching(/^\d+\.\d\d ms$/),
    ]);
    expect(rows.get("the same")).toEqual(["71.4 %"]);
    expect(rows.get("changed")).toEqual(["2"]);
    expect(rows.get("newly right")).toEqual(["1"]);
    expect(rows.get("newly wrong")).toEqual(["0"]);
    expect(rows.get("McNemar's p")).toEqual(["1.000"]);
  },
);

test("both files are written, where --output says", { timeout: TIMEOUT_MS }, async () => {
  const result = JSON.parse(
    await compare("older", "runs/v2", "--data", "reviews.csv", "--output", "out", "--json"),
  );
  expect(result).toMatchObject({
    a: { model: { version: "v1" }, split: { split: "all", metrics: { accuracy: 1 / 2 } } },
    b: { model: { version: "v2" }, split: { metrics: { accuracy: 1 } } },
    comparison: {
      onlyThisRight: 1,
      changed: [{ text: "普通", before: "negative", after: "neutral" }],
    },
  });
  expect(JSON.parse(await readFile(join(folder, "out/compare.json"), "utf8"))).toEqual(result);
  const page = await readFile(join(folder, "out/compare.html"), "utf8");
  expect(findMarkupFaults(page)).toEqual([]);
  expect(page).toContain("普通");
});

test("versions with other labels are refused", async () => {
  await expect(compare("stars", "runs/v2")).rejects.toMatchObject({ code: "labels-differ" });
});

test("data are needed where neither version lies in its run", async () => {
  await expect(compare("stars", "stars")).rejects.toMatchObject({
    code: "usage",
    message: expect.stringContaining("no data"),
  });
});
