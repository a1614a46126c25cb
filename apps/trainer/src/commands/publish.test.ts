/** The commands that put a release in place: publish, promote, rollback. */
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { KanjoError } from "@kanjo/shared/error";
import { channelKey } from "@kanjo/shared/manifest/keys";
import type { Command } from "commander";
import { afterEach, beforeEach, describe, expect, test } from "vitest";

import { type CommandStore, openCommandStore } from "../../test/command-store.ts";
import { createRecordingTerminal } from "../../test/recording-terminal.ts";
import { makeMetrics, writeReleaseFolder } from "../../test/release-folder.ts";
import type { ManifestDraft } from "../release/write-release.ts";
import type { Terminal } from "../terminal/terminal.ts";
import { createPromoteCommand } from "./promote.ts";
import { createPublishCommand } from "./publish.ts";
import { createRollbackCommand } from "./rollback.ts";

let folder: string;
let remote: CommandStore;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "kanjo-publish-"));
  remote = await openCommandStore();
});
afterEach(async () => {
  await remote.stop();
  await rm(folder, { recursive: true });
});

function write(version: string, accuracy = 0.9, changes: Partial<ManifestDraft> = {}) {
  const metrics = { test: makeMetrics(accuracy) };
  const options = { model: version };
  return writeReleaseFolder(join(folder, version), { version, metrics, ...changes }, options);
}

/** What is said on stderr, and the object that is printed with --json. */
async function run(create: (terminal: Terminal) => Command, ...args: string[]) {
  const said: string[] = [];
  const terminal = createRecordingTerminal(folder);
  const line = (stage: string, text: string) => said.push(`${stage}: ${text}`);
  const command = create({ ...terminal, reporter: { line, progress: () => {} } });
  command.exitOverride().configureOutput({ writeErr: () => {} });
  await command.parseAsync(args, { from: "user" });
  return { said, printed: terminal.printed.map((text): unknown => JSON.parse(text)) };
}

async function readChannel(channel = "production"): Promise<unknown> {
  const pointer = await remote.store.read(channelKey("sentiment", channel));
  return pointer && JSON.parse(new TextDecoder().decode(pointer.bytes));
}

describe("publish", () => {
  test("uploads a release and moves the channel to it", async () => {
    await write("v1");
    const { said, printed } = await run(createPublishCommand, "v1", "--json");
    expect(said).toEqual([
      expect.stringMatching(
        /^publish: 6 blobs written \(.* kB\), 0 there already, models\/sentiment\/v1\/manifest.json in s3:/,
      ),
      "gates: passed",
      "promote: sentiment/production serves v1",
    ]);
    expect(printed).toMatchObject([
      { name: "sentiment", version: "v1", promoted: true, pointer: { percent: 100 } },
    ]);
    expect(await readChannel()).toMatchObject({ version: "v1" });
  });

  test("takes the folder of a run, too", async () => {
    await writeReleaseFolder(join(folder, "run/release"), { version: "v1" });
    await run(createPublishCommand, "run", "--no-promote");
    expect(remote.store.written).toContain("models/sentiment/v1/manifest.json");
    expect(await readChannel()).toBeNull();
  });

  test("moves another channel by a part", async () => {
    await write("v1");
    const { said } = await run(createPublishCommand, "v1", "--channel", "canary", "--percent", "5");
    expect(said.at(-1)).toBe("promote: sentiment/canary serves v1 on 5 % of the isolates");
    expect(await readChannel("canary")).toMatchObject({ version: "v1", percent: 5 });
  });

  test("leaves a release published that does not pass its gates, and says how to force it", async () => {
    await write("v1");
    await run(createPublishCommand, "v1");
    await write("v2", 0.8);
    await expect(run(createPublishCommand, "v2")).rejects.toMatchObject({
      code: "gates-not-passed",
      hint: expect.stringContaining("promote v2 --channel production --force"),
    });
    expect(remote.store.written).toContain("models/sentiment/v2/manifest.json");
    expect(await readChannel()).toMatchObject({ version: "v1" });
    const { said } = await run(createPublishCommand, "v2", "--force");
    expect(said.join("\n")).toMatch(/gates: not passed, and forced: test accuracy is 80.00 %/);
    expect(await readChannel()).toMatchObject({ version: "v2", forced: true });
  });

  test("says what is wrong with a folder that is no release", async () => {
    await writeFile(join(folder, "a"), "");
    await expect(run(createPublishCommand, "a")).rejects.toBeInstanceOf(KanjoError);
  });
});

describe("promote", () => {
  test("says what the release is measured by, and what was before", async () => {
    await write("v1", 0.9);
    await write("v2", 0.895);
    await run(createPublishCommand, "v1");
    await run(createPublishCommand, "v2", "--no-promote");
    const { said, printed } = await run(createPromoteCommand, "v2", "--json");
    expect(said).toEqual([
      "gates: passed; v1 on the same texts: accuracy 90.0 %, macro-F1 0.900",
      "promote: sentiment/production serves v2 (before: v1)",
    ]);
    expect(printed).toMatchObject([{ version: "v2", change: "version", gates: { failures: [] } }]);
    const again = await run(createPromoteCommand, "v2");
    expect(again.said).toEqual([
      "promote: sentiment/production serves v2 (before: v1), as it did already",
    ]);
  });

  test("says where the release that is replaced cannot be compared", async () => {
    await write("v1");
    await write("v2", 0.5, { metrics: { test: makeMetrics(0.5, { data: "b" }) } });
    await run(createPublishCommand, "v1");
    const { said } = await run(createPublishCommand, "v2");
    expect(said).toContain("gates: passed; v1 could not be compared: it was tested on other texts");
  });

  test.each([["-1"], ["101"], ["half"], [""]])(
    "a percentage of %j is wrong usage",
    async (share) => {
      const options = ["v1", `--percent=${share}`];
      await expect(run(createPromoteCommand, ...options)).rejects.toMatchObject({
        code: "commander.invalidArgument",
      });
    },
  );
});

describe("rollback", () => {
  test("moves the channel back, and with --from no further", async () => {
    for (const version of ["v1", "v2"]) {
      await write(version);
      await run(createPublishCommand, version);
    }
    const first = await run(createRollbackCommand, "--from", "v2", "--json");
    expect(first.said).toEqual(["rollback: sentiment/production serves v1 (left: v2)"]);
    expect(first.printed).toMatchObject([{ version: "v1", moved: true }]);
    const second = await run(createRollbackCommand, "--from", "v2");
    expect(second.said).toEqual(["rollback: sentiment/production serves v1 already (left: v2)"]);
    await run(createRollbackCommand);
    expect(await readChannel()).toMatchObject({ version: "v2", previous: { version: "v1" } });
  });
});
