/** A run that was trained, and whose publishing was cut off. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { channelKey } from "@kanjo/shared/manifest/keys";
import { afterEach, beforeEach, describe, expect, test } from "vitest";

import { type CommandStore, openCommandStore } from "../../test/command-store.ts";
import type { MemoryObjectStore } from "../../test/memory-object-store.ts";
import { createRecordingTerminal } from "../../test/recording-terminal.ts";
import { makeMetrics } from "../../test/release-folder.ts";
import { writeSmallRelease } from "../../test/small-release.ts";
import { RUN_FILES, writeRun } from "../../test/small-run.ts";
import { loadRecipe } from "../recipe/load-recipe.ts";
import type { ManifestDraft } from "../release/write-release.ts";
import { createTrainCommand } from "./train.ts";

const OPTIONS = {
  version: "v1",
  seeds: null,
  processes: 1,
  dictionaryFile: null,
  allowPickle: false,
  acceptLicense: false,
  withBaseline: false,
  withReport: false,
  publish: true,
  force: false,
  channel: "production",
  dataSha256: "0".repeat(64),
};

let folder: string;
let store: MemoryObjectStore;
let remote: CommandStore;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "kanjo-end-"));
  remote = await openCommandStore();
  store = remote.store;
});
afterEach(async () => {
  await remote.stop();
  await rm(folder, { recursive: true });
});

async function writeTrainedRun(
  options: Partial<typeof OPTIONS> = {},
  draft: Partial<ManifestDraft> = {},
): Promise<void> {
  const dir = await writeRun(join(folder, "runs/v1"), {
    "recipe.json": await loadRecipe("quickstart", folder),
    "options.json": { ...OPTIONS, ...options },
    "result.json": RUN_FILES["result.json"],
  });
  await writeSmallRelease(
    join(dir, "release"),
    ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"],
    draft,
  );
}

/** What is said on stderr, and the object that is printed with --json. */
async function resume(...options: string[]) {
  const said: string[] = [];
  const terminal = createRecordingTerminal(folder);
  const line = (stage: string, text: string) => said.push(`${stage}: ${text}`);
  const args = ["--runs", "runs", "--resume", "v1", ...options];
  await createTrainCommand({ ...terminal, reporter: { line, progress: () => {} } })
    .exitOverride()
    .parseAsync(args, { from: "user" });
  return { said, printed: terminal.printed.map((text): unknown => JSON.parse(text)) };
}

async function readChannel(channel: string): Promise<unknown> {
  const pointer = await store.read(channelKey("small", channel));
  return pointer && JSON.parse(new TextDecoder().decode(pointer.bytes));
}

test("is published and promoted by --resume, and then is finished", async () => {
  await writeTrainedRun();
  const first = await resume("--json");
  expect(first.said[0]).toBe("run: runs/v1 is trained, and not published yet");
  expect(first.printed).toMatchObject([{ version: "v1", finishedBefore: true, published: true }]);
  expect(await readChannel("production")).toMatchObject({ version: "v1" });

  const { written } = store;
  const before = written.length;
  const second = await resume();
  expect(second.said).toEqual([
    "run: runs/v1 is finished: nothing is left to do",
    "next: pnpm --filter trainer runs show runs/v1",
  ]);
  expect(written).toHaveLength(before);
});

test("does not move a channel back that it was promoted to before", async () => {
  await writeTrainedRun();
  await resume();
  const later = new TextEncoder().encode("moved on");
  store.put(channelKey("small", "production"), later);
  await resume();
  expect((await store.read(channelKey("small", "production")))?.bytes).toEqual(later);
});

test("goes to each channel that is asked for, once", async () => {
  await writeTrainedRun();
  await resume();
  await resume("--channel", "staging");
  expect(await readChannel("staging")).toMatchObject({ version: "v1", channel: "staging" });
  const { said } = await resume();
  expect(said[0]).toContain("nothing is left to do");
});

test("says how to go on when it fails again, and goes on from where it was", async () => {
  await writeTrainedRun();
  remote.server.refuseWith(403);
  await expect(resume()).rejects.toMatchObject({
    code: "object-store-failed",
    hint: expect.stringMatching(
      /S3_ACCESS_KEY_ID.*The model is kept; to publish it: pnpm --filter trainer train --resume runs\/v1 --channel production$/,
    ),
  });
  remote.server.refuseWith(null);
  const { said } = await resume();
  expect(said.at(-1)).toContain("trainer ask");
  expect(await readChannel("production")).toMatchObject({ version: "v1" });
});

describe("that does not pass its gates", () => {
  const gates = { minAccuracy: 0.9, minMacroF1: null, maxCalibrationError: null, margin: 0.01 };
  const failing = { gates, metrics: { test: makeMetrics(0.8) } };

  test("is published and not promoted, and says how that is forced", async () => {
    await writeTrainedRun({}, failing);
    await expect(resume()).rejects.toMatchObject({
      code: "gates-not-passed",
      message: expect.stringContaining("test accuracy is 80.00 %, at least 90.00 % is asked for"),
      hint: expect.stringMatching(/trainer promote v1 --name small --channel production --force$/),
    });
    expect(store.written).toContain("models/small/v1/manifest.json");
    expect(await readChannel("production")).toBeNull();
    await expect(resume()).rejects.toMatchObject({ code: "gates-not-passed" });
  });

  test.each<[string, Partial<typeof OPTIONS>, string[]]>([
    ["with --force", {}, ["--force"]],
    ["where it was begun so", { force: true }, []],
  ])("is promoted %s", async (_, kept, options) => {
    await writeTrainedRun(kept, failing);
    await resume(...options);
    expect(await readChannel("production")).toMatchObject({ version: "v1", forced: true });
  });
});

describe("stays in its folder", () => {
  test.each<[string, Partial<typeof OPTIONS>, string[]]>([
    ["where it was begun so", { publish: false }, []],
    ["with --no-publish", {}, ["--no-publish"]],
  ])("%s", async (_, kept, options) => {
    await writeTrainedRun(kept);
    const { said, printed } = await resume("--json", ...options);
    expect(said[0]).toContain("nothing is left to do");
    expect(printed).toMatchObject([{ finishedBefore: true, published: false }]);
    expect(store.written).toEqual([]);
  });

  test("where there is nothing that the worker serves", async () => {
    await writeTrainedRun();
    await rm(join(folder, "runs/v1/release"), { recursive: true });
    const { said } = await resume();
    expect(said[0]).toContain("nothing is left to do");
    expect(store.written).toEqual([]);
  });
});
