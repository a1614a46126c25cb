/** The protocol, against the real engine; and against stand-ins for a Python that misbehaves. */
import { chmod, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import type { EngineEvent } from "@kanjo/shared/contract/event";
import { JOB_SCHEMA_VERSION } from "@kanjo/shared/contract/job";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { runEngine } from "./run-engine.ts";

const python = process.env["KANJO_PYTHON"] ?? "";
if (!python) process.stderr.write("skipped: the real engine, because KANJO_PYTHON is not set\n");

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "kanjo-engine-"));
});
afterAll(() => rm(folder, { recursive: true }));

async function writeTexts(
  name: string,
  rows: readonly (readonly [string, number])[],
): Promise<string> {
  const file = join(folder, name);
  await writeFile(file, rows.map(([text, label]) => JSON.stringify({ text, label })).join("\n"));
  return file;
}

function baseline(trainData: string, testData: string, interpreter = python) {
  const events: EngineEvent[] = [];
  const result = runEngine(
    {
      schema_version: JOB_SCHEMA_VERSION,
      kind: "baseline",
      output_dir: folder,
      labels: ["positive", "negative"],
      train_data: trainData,
      test_data: testData,
    },
    { python: interpreter, runDir: folder, onEvent: (event) => events.push(event) },
  );
  return { result, events };
}

describe.skipIf(!python)("the real engine", () => {
  test("says what runs, and ends with a result", async () => {
    const rows = Array.from(
      { length: 20 },
      (_, index) => [index % 2 ? "とても悪い" : "とても良い", index % 2] as const,
    );
    const train = await writeTexts("train.jsonl", rows);
    const { result, events } = baseline(train, train);
    expect(await result).toMatchObject({
      kind: "baseline",
      test: { count: 20, scores: { accuracy: 1 } },
    });
    expect(events.map((event) => event.event)).toEqual([
      "started",
      ...events.slice(1, -1).map((event) => event.event),
      "done",
    ]);
  }, 60_000);

  test("names a file that is not there as the user's to mend", async () => {
    const missing = join(folder, "none.jsonl");
    await expect(baseline(missing, missing).result).rejects.toThrow(/none\.jsonl/);
  }, 60_000);
});

describe("a Python that misbehaves", () => {
  async function standIn(name: string, script: string): Promise<string> {
    const file = join(folder, name);
    await writeFile(file, `#!/bin/sh\n${script}\n`);
    await chmod(file, 0o755);
    return file;
  }

  test("a crash gives the last line of its log", async () => {
    const crashing = await standIn(
      "crash",
      "echo 'Traceback' >&2; echo 'RuntimeError: broken' >&2; exit 1",
    );
    await expect(baseline("a", "b", crashing).result).rejects.toMatchObject({
      code: "engine-failed",
      message: "the engine's baseline job ended with 1: RuntimeError: broken",
    });
    expect(await readFile(join(folder, "engine-baseline.log"), "utf8")).toContain("Traceback");
  });

  test("a kill hints at memory", async () => {
    const killed = await standIn("killed", "kill -9 $$");
    await expect(baseline("a", "b", killed).result).rejects.toMatchObject({
      code: "engine-failed",
      hint: expect.stringContaining("memory"),
    });
  });

  test("an end without a result is a failure, too", async () => {
    const silent = await standIn("silent", "exit 0");
    await expect(baseline("a", "b", silent).result).rejects.toMatchObject({
      code: "engine-failed",
    });
  });

  test("a line that is no event stops the job", async () => {
    const talking = await standIn("talking", "echo hello; sleep 60");
    await expect(baseline("a", "b", talking).result).rejects.toMatchObject({
      code: "engine-protocol",
    });
  });

  test("a stage that is run again adds to its log", async () => {
    const noisy = await standIn("noisy", "echo 'a word' >&2; exit 3");
    const run = () =>
      runEngine(
        {
          schema_version: JOB_SCHEMA_VERSION,
          kind: "export",
          output_dir: folder,
          checkpoint_dir: folder,
          task: { kind: "regression" },
          weights: "int8",
          temperature: 1,
          kept_tokens: null,
        },
        { python: noisy, runDir: folder, onEvent: () => {}, stage: "again" },
      );
    await expect(run()).rejects.toThrow("the engine's again job ended with 3: a word");
    await expect(run()).rejects.toThrow("the engine's again job ended with 3: a word");
    expect(await readFile(join(folder, "engine-again.log"), "utf8")).toBe("a word\na word\n");
    expect(JSON.parse(await readFile(join(folder, "job-again.json"), "utf8"))).toMatchObject({
      kind: "export",
    });
  });

  test("an interpreter that is not there is named", async () => {
    await expect(baseline("a", "b", "/none/python").result).rejects.toMatchObject({
      code: "python-missing",
      message: expect.stringContaining("/none/python"),
    });
  });
});
