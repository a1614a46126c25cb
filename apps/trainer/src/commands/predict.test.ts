/** `predict` as a process of its own, with a model that answers: what it says, and what comes of being killed. */
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { appendFile, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";

import { makeRandomTable } from "../../test/random-table.ts";
import { type Finished, runTrainer } from "../../test/small-training.ts";
import { writeTinyRelease } from "../../test/tiny-release.ts";

vi.setConfig({ testTimeout: 120_000 });

const main = fileURLToPath(new URL("../main.ts", import.meta.url));

let folder: string;
let dir: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "kanjo-predict-"));
  await writeTinyRelease(join(folder, "release"));
  await writeTinyRelease(join(folder, "other"), "v2");
});
afterAll(() => rm(folder, { recursive: true }));
beforeEach(async () => {
  dir = await mkdtemp(join(folder, "in-"));
});

function predict(...args: readonly string[]): Promise<Finished> {
  return runTrainer(["predict", join(folder, "release"), ...args], dir);
}

const FILES = ["--input", "in.csv", "--output", "out.csv"];

test("a file is labelled, what is bad is named by its number, and no text is shown", async () => {
  const secret = "良い悪い秘密";
  await writeFile(join(dir, "in.csv"), `id,text\n1,良\n2,${secret}"\n3,${secret}\n4,悪\n`);
  const { code, stdout, stderr } = await predict(...FILES, "--workers", "1");
  expect(code, stderr).toBe(0);
  expect(stderr).toContain("in.csv:3, row 2: a quote is not where one may be (quotes-malformed)");
  expect(stderr).toMatch(/^predict +in\.csv: 4 rows, .* rows\/s, 1 bad \(25\.0 %\)$/m);
  expect(stderr).toMatch(/^bad rows +out\.csv\.errors\.jsonl$/m);
  expect(`${stdout}${stderr}`).not.toContain("秘密");
  expect(stdout).toMatch(/^positive +[12] /m);
  expect(await readFile(join(dir, "out.csv.errors.jsonl"), "utf8")).toBe(
    `{"row":2,"line":3,"reason":"quotes-malformed","raw":${JSON.stringify(`2,${secret}"`)}}\n`,
  );
});

test("--json gives what a script wants to know", async () => {
  await writeFile(join(dir, "in.jsonl"), '{"body":"良"}\n{"body":"は"}\n[]\n');
  const options = ["--input", "in.jsonl", "--output", "out.jsonl", "--errors", "bad.jsonl"];
  const { code, stdout, stderr } = await predict(...options, "--text-column", "body", "--json");
  expect(code, stderr).toBe(0);
  expect(JSON.parse(stdout)).toEqual({
    model: { name: "sentiment", version: "v1", manifestSha256: expect.any(String) },
    input: join(dir, "in.jsonl"),
    output: join(dir, "out.jsonl"),
    errors: join(dir, "bad.jsonl"),
    rows: 3,
    labelled: 2,
    abstained: 1,
    labels: { positive: 2 },
    bad: 1,
    reasons: { "json-not-object": 1 },
    seconds: expect.any(Number),
  });
});

test("rows go from stdin to stdout, and nothing else does", async () => {
  const content = makeRandomTable("jsonl", 300, 4);
  const release = join(folder, "release");
  const args = ["--input", "-", "--output", "-", "--format", "jsonl", "--errors", "bad.jsonl"];
  const child = spawn(process.execPath, [main, "predict", release, ...args], {
    cwd: dir,
    env: { ...process.env, INIT_CWD: dir },
  });
  let stdout = "";
  child.stdout.on("data", (chunk: Buffer) => (stdout += chunk.toString()));
  child.stdin.end(content);
  expect(await new Promise((resolve) => child.once("close", resolve))).toBe(0);
  await writeFile(join(dir, "in.jsonl"), content);
  await predict("--input", "in.jsonl", "--output", "out.jsonl");
  expect(stdout).toBe(await readFile(join(dir, "out.jsonl"), "utf8"));
  expect(await readFile(join(dir, "bad.jsonl"))).toEqual(
    await readFile(join(dir, "out.jsonl.errors.jsonl")),
  );
});

test("when no row can be labelled, that is a failure", async () => {
  await writeFile(join(dir, "in.jsonl"), '{"body":"良"}\n{"body":"悪"}\n');
  const { code, stderr } = await predict("--input", "in.jsonl", "--output", "out.jsonl");
  expect(code).toBe(1);
  expect(stderr).toContain("none of its 2 rows could be labelled: text-missing 2");
  expect(stderr).toContain("--text-column");
});

test("wrong usage has an exit code of its own", async () => {
  const { code, stderr } = await predict("--input", "in.txt", "--output", "out");
  expect(stderr).toContain("the extension says no format");
  expect(code).toBe(2);
});

describe("a labelling that ends before its time", () => {
  const ROWS = 60_000;

  /** Ends it by a signal some time after it has kept something. */
  async function endOnceKept(
    signal: NodeJS.Signals,
    milliseconds: number,
    ...args: readonly string[]
  ): Promise<Finished> {
    const checkpoint = join(dir, "out.csv.partial/checkpoint.json");
    const before = existsSync(checkpoint) ? await readFile(checkpoint, "utf8") : "";
    const child = spawn(
      process.execPath,
      [main, "predict", join(folder, "release"), ...FILES, ...args],
      { cwd: dir, env: { ...process.env, INIT_CWD: dir } },
    );
    let stderr = "";
    child.stderr.on("data", (chunk: Buffer) => (stderr += chunk.toString()));
    const closed = new Promise<number | null>((resolve) => child.once("close", resolve));
    const isOver = (): boolean => child.exitCode !== null;
    while (!isOver() && (await readFile(checkpoint, "utf8").catch(() => "")) === before) {
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    await new Promise((resolve) => setTimeout(resolve, milliseconds));
    child.kill(signal);
    return { code: await closed, stdout: "", stderr };
  }

  test("by kills and by Ctrl-C comes to the same bytes as one that does not", async () => {
    const content = makeRandomTable("csv", ROWS, 5);
    const whole = await mkdtemp(join(folder, "whole-"));
    for (const where of [dir, whole]) await writeFile(join(where, "in.csv"), content);
    const expected = await runTrainer(
      ["predict", join(folder, "release"), ...FILES, "--json"],
      whole,
    );
    expect(expected.code, expected.stderr).toBe(0);

    const first = await endOnceKept("SIGKILL", Math.random() * 300, "--workers", "1");
    expect(first.code, first.stderr).toBeNull();
    expect(await readdir(dir)).not.toContain("out.csv");
    const second = await endOnceKept("SIGINT", 0, "--resume", "--workers", "1");
    expect(second.code, second.stderr).toBe(130);
    expect(second.stderr).toMatch(
      /interrupted by SIGINT\n +Go on with: pnpm --filter trainer predict \S+ --input in\.csv --output out\.csv --workers 1 --resume/,
    );
    const last = await predict(...FILES, "--resume", "--json");
    expect(last.code, last.stderr).toBe(0);
    expect(last.stderr).toMatch(/[\d,]+ of them before/);

    for (const name of ["out.csv", "out.csv.errors.jsonl"]) {
      const [found, wanted] = [await readFile(join(dir, name)), await readFile(join(whole, name))];
      expect(found.equals(wanted), name).toBe(true);
    }
    const [found, wanted] = [last, expected].map(({ stdout }) => JSON.parse(stdout));
    expect(found).toEqual({ ...wanted, ...pickPaths(found), seconds: found.seconds });
    expect((await readdir(dir)).toSorted()).toEqual(["in.csv", "out.csv", "out.csv.errors.jsonl"]);
  });

  test("is not gone on with by another model, nor with another input, nor overwritten unasked", async () => {
    await writeFile(join(dir, "in.csv"), makeRandomTable("csv", ROWS, 6));
    const killed = await endOnceKept("SIGKILL", 0);
    expect(killed.code, killed.stderr).toBeNull();
    const other = ["predict", join(folder, "other"), ...FILES, "--resume"];
    const refusals = [
      [await runTrainer(other, dir), 'version was "v1", is "v2"'],
      [await predict(...FILES, "--resume", "--prefix", "p"), 'prefix was "", is "p"'],
      [await predict(...FILES), "rows were labelled and the rest was not"],
    ] as const;
    for (const [{ code, stderr }, message] of refusals) {
      expect(stderr).toContain(message);
      expect(code).toBe(1);
    }
    const content = await readFile(join(dir, "in.csv"), "utf8");
    await writeFile(join(dir, "in.csv"), content.replace("0,", "1,"));
    const changed = await predict(...FILES, "--resume");
    expect(changed.stderr).toContain("are not those that were labelled");
    expect(changed.code).toBe(1);
    await writeFile(join(dir, "in.csv"), "text\n良\n");
    await appendFile(join(dir, "out.csv"), "old");
    expect((await predict(...FILES, "--overwrite")).code).toBe(0);
    expect(await readFile(join(dir, "out.csv"), "utf8")).toMatch(/^text,label,.*\n良,positive,/);
  });
});

function pickPaths({ input, output, errors }: Readonly<Record<string, unknown>>) {
  return { input, output, errors };
}
