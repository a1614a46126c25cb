/** The commands that look at what is published: list, channels, show, verify, prune. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { blobKey, channelKey, manifestKey } from "@kanjo/shared/manifest/keys";
import type { Command } from "commander";
import { afterEach, beforeEach, describe, expect, test } from "vitest";

import { type CommandStore, openCommandStore } from "../../test/command-store.ts";
import { createRecordingTerminal } from "../../test/recording-terminal.ts";
import { makeMetrics, writeReleaseFolder } from "../../test/release-folder.ts";
import type { Terminal } from "../terminal/terminal.ts";
import { createChannelsCommand } from "./channels.ts";
import { createListCommand } from "./list.ts";
import { createPruneCommand } from "./prune.ts";
import { createPublishCommand } from "./publish.ts";
import { createShowCommand } from "./show.ts";
import { createVerifyCommand } from "./verify.ts";

let folder: string;
let remote: CommandStore;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "kanjo-list-"));
  remote = await openCommandStore();
});
afterEach(async () => {
  await remote.stop();
  await rm(folder, { recursive: true });
});

async function run(create: (terminal: Terminal) => Command, ...args: string[]) {
  const said: string[] = [];
  const terminal = createRecordingTerminal(folder);
  const line = (stage: string, text: string) => said.push(`${stage}: ${text}`);
  const command = create({ ...terminal, reporter: { line, progress: () => {} } });
  command.exitOverride().configureOutput({ writeErr: () => {} });
  await command.parseAsync(args, { from: "user" });
  return { said, printed: terminal.printed.join("\n") };
}

async function publish(version: string, ...options: string[]): Promise<void> {
  const minAccuracy = version === "v3" ? 0.95 : null;
  const gates = { minAccuracy, minMacroF1: null, maxCalibrationError: null, margin: 0.01 };
  const draft = { version, gates, metrics: { test: makeMetrics(0.9) } };
  await writeReleaseFolder(join(folder, version), draft, { model: version });
  await run(createPublishCommand, version, ...options);
}

/** Cells of a table's rows, the dates replaced. */
function readTable(text: string): readonly (readonly string[])[] {
  const dated = text.replaceAll(/\d{4}-\d\d-\d\d \d\d:\d\d/g, "<date>");
  return dated.split("\n").map((row) => row.trim().split(/ {2,}/));
}

const FIGURES = ["90.0 %", "0.900", expect.stringMatching(/kB$/)];

test("list has every version with its figures and its channels", async () => {
  await publish("v1");
  await publish("v2");
  await publish("v3", "--channel", "canary", "--percent", "5", "--force");
  const { printed } = await run(createListCommand);
  expect(readTable(printed)).toEqual([
    ["model", "version", "published (UTC)", "accuracy", "macro-F1", "size", "channels"],
    ["sentiment", "v3", "<date>", ...FIGURES, "canary"],
    ["sentiment", "v2", "<date>", ...FIGURES, "production"],
    ["sentiment", "v1", "<date>", ...FIGURES, "before: production"],
  ]);
  const { versions } = JSON.parse((await run(createListCommand, "--json")).printed);
  expect(versions).toHaveLength(3);
  expect(JSON.parse((await run(createListCommand, "--name", "x", "--json")).printed)).toEqual({
    versions: [],
  });
});

test("channels has what each serves, and what was before", async () => {
  await publish("v1");
  await publish("v2");
  await publish("v3", "--channel", "canary", "--percent", "5", "--force");
  remote.store.put(channelKey("sentiment", "odd"), new TextEncoder().encode("?"));
  const { printed } = await run(createChannelsCommand);
  expect(readTable(printed)).toEqual([
    ["model", "channel", "serves", "isolates", "before", "since (UTC)"],
    ["sentiment", "canary", "v3", "5 %", "-", "<date>", "forced"],
    ["sentiment", "odd", "-", "-", "-", "-", expect.stringContaining("not JSON")],
    ["sentiment", "production", "v2", "100 %", "v1", "<date>"],
  ]);
  const { channels } = JSON.parse((await run(createChannelsCommand, "--json")).printed);
  expect(channels).toMatchObject([
    { channel: "canary", pointer: { version: "v3", percent: 5, forced: true } },
    { channel: "odd", pointer: null },
    { channel: "production", pointer: { version: "v2", previous: { version: "v1" } } },
  ]);
});

test.each([
  ["list", createListCommand, "list: none yet"],
  ["channels", createChannelsCommand, "channels: none yet"],
])("%s says that there is nothing", async (_, create, expected) => {
  const { said, printed } = await run(create);
  expect([printed, said[0]]).toEqual(["", expect.stringContaining(expected)]);
});

describe("show", () => {
  test("has figures, gates, what was forced, and files", async () => {
    await publish("v3", "--channel", "canary", "--force");
    const { printed } = await run(createShowCommand, "@canary");
    expect(printed).toMatch(/^model +sentiment\nversion +v3\nmanifest +[0-9a-f]{64}\n/);
    expect(printed).toMatch(/test +200 +90.0 % +0.900/);
    expect(printed).toMatch(/accuracy, at least +0.95/);
    expect(printed).toMatch(
      /forced into canary, .* UTC\ntest accuracy is 90.00 %, at least 95.00 %/,
    );
    expect(printed).toMatch(/model.ort +0.0 kB +[0-9a-f]{64}/);
    const published = await run(createShowCommand, "v3");
    expect(published.printed).not.toContain("forced into");
  });

  test("prints the whole manifest with --json", async () => {
    await publish("v1");
    const shown: unknown = JSON.parse((await run(createShowCommand, "v1", "--json")).printed);
    const stored = await remote.store.read(manifestKey("sentiment", "v1"));
    expect(shown).toEqual(JSON.parse(new TextDecoder().decode(stored?.bytes)));
  });

  test.each([
    ["v9", "version-unknown"],
    ["@canary", "channel-empty"],
    ["@/", "commander.invalidArgument"],
  ])("of %s fails with %s", async (reference, code) => {
    await expect(run(createShowCommand, reference)).rejects.toMatchObject({ code });
  });
});

describe("verify", () => {
  test("says what was read back", async () => {
    await publish("v1");
    const { said, printed } = await run(createVerifyCommand);
    expect(printed).toBe("");
    expect(said).toEqual([
      expect.stringMatching(/^verify: 1 channel, 1 manifest, 6 blobs \(.*\) read back$/),
    ]);
  });

  test("lists the damages and fails, also where JSON is asked for", async () => {
    await publish("v1");
    const { files } = JSON.parse((await run(createShowCommand, "v1", "--json")).printed);
    const key = blobKey(files[0].sha256);
    remote.store.put(key, new Uint8Array(files[0].bytes));
    for (const options of [[], ["--json"], ["@production"], ["v1"]]) {
      const verifying = run(createVerifyCommand, ...options);
      await expect(verifying).rejects.toMatchObject({
        code: "release-damaged",
        message: "1 object damaged",
      });
    }
  });
});

describe("prune", () => {
  test("only says what would go, until it is told to", async () => {
    for (const version of ["v1", "v2", "v4"]) await publish(version);
    const before = remote.store.removed.length;
    const rules = ["--keep", "0", "--min-age", "0"];
    const preview = await run(createPruneCommand, ...rules);
    expect(readTable(preview.printed)).toEqual([
      ["model", "version", "published (UTC)"],
      ["sentiment", "v4", "<date>", "stays: production serves it"],
      ["sentiment", "v2", "<date>", "stays: production rolls back to it"],
      ["sentiment", "v1", "<date>", "goes"],
    ]);
    expect(preview.said.at(-1)).toMatch(
      /1 manifest and 3 blobs \(.*\) would be removed; nothing was changed: --yes removes them$/,
    );
    expect(remote.store.removed).toHaveLength(before);
    const done = await run(createPruneCommand, ...rules, "--yes", "--json");
    expect(JSON.parse(done.printed)).toMatchObject({
      isDryRun: false,
      manifests: ["models/sentiment/v1/manifest.json"],
    });
    expect(done.said.at(-1)).toMatch(/1 manifest and 3 blobs \(.*\) removed$/);
    expect(remote.store.removed).toContain("models/sentiment/v1/manifest.json");
  });

  test("keeps what is young and the newest five unless told otherwise", async () => {
    for (const version of ["v1", "v2", "v4"]) await publish(version);
    const { printed } = await run(createPruneCommand);
    expect(printed).toContain("stays: among the newest 5, published recently");
    expect(printed).not.toContain("goes");
  });

  test.each([
    ["--min-age", "1"],
    ["--min-age", "h"],
    ["--min-age", "1.5h"],
    ["--keep", "-1"],
    ["--keep", "all"],
  ])("%s %s is wrong usage", async (option, value) => {
    await expect(run(createPruneCommand, `${option}=${value}`)).rejects.toMatchObject({
      code: "commander.invalidArgument",
    });
  });
});
