import { spawnSync } from "node:child_process";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import * as z from "zod";

import { listCharacters, writeBenchmarkFiles } from "../../test/benchmark-files.ts";
import { createRecordingTerminal } from "../../test/recording-terminal.ts";
import { BenchmarkResult } from "../jglue/benchmark-result.ts";
import { JGLUE_TASK_NAMES } from "../jglue/task.ts";
import { listRuns } from "../run/list-runs.ts";
import { createBenchmarkCommand } from "./benchmark.ts";

const python = process.env["KANJO_PYTHON"] ?? "python3";
const isInstalled = spawnSync(python, ["-c", "import torch, transformers, pyarrow"]).status === 0;
if (!isInstalled) {
  process.stderr.write(
    "skipped: training on every task of JGLUE, because KANJO_PYTHON lacks torch\n",
  );
}

/** A BERT with random weights that has positions for every recipe's longest input. */
const MAKE_BASE = `
import sys
from transformers import BertConfig, BertModel
config = BertConfig(vocab_size=int(sys.argv[2]), hidden_size=16, num_hidden_layers=1,
                    num_attention_heads=2, intermediate_size=32)
BertModel(config).save_pretrained(sys.argv[1])
`;

let folder: string;

async function writeBase(): Promise<void> {
  const base = join(folder, "base");
  const tokens = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", ...listCharacters()];
  await mkdir(base);
  await writeFile(join(base, "vocab.txt"), `${tokens.join("\n")}\n`);
  const config = {
    tokenizer_class: "BertJapaneseTokenizer",
    word_tokenizer_type: "mecab",
    subword_tokenizer_type: "character",
  };
  await writeFile(join(base, "tokenizer_config.json"), JSON.stringify(config));
  const made = spawnSync(python, ["-c", MAKE_BASE, base, String(tokens.length)]);
  expect(made.status, made.stderr.toString()).toBe(0);
}

async function benchmarkWith(
  interpreter: string,
  ...options: string[]
): Promise<readonly string[]> {
  const terminal = createRecordingTerminal(folder);
  await createBenchmarkCommand({ ...terminal, python: interpreter })
    .exitOverride()
    .parseAsync(["jglue", "--runs", "runs", ...options], { from: "user" });
  return terminal.printed;
}

describe.skipIf(!isInstalled)("the shipped recipes on made-up data", () => {
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "kanjo-benchmark-"));
    await writeBenchmarkFiles(join(folder, "data"), join(folder, "mirror"));
    await writeBase();
    vi.stubEnv("KANJO_DATA_MIRROR", join(folder, "mirror"));
    vi.stubEnv("OMP_NUM_THREADS", "1");
  }, 120_000);
  afterAll(async () => {
    vi.unstubAllEnvs();
    await rm(folder, { recursive: true, force: true });
  });

  test("every task is trained and scored; a second time none is trained", async () => {
    const options = ["--base", "./base", "--data", "data", "--accept-license"];
    const [printed = ""] = await benchmarkWith(python, ...options, "--json");
    const { tasks, skipped } = z.looseObject(BenchmarkResult.shape).parse(JSON.parse(printed));
    expect(skipped).toEqual([]);
    expect(tasks.map(({ task }) => task)).toEqual([...JGLUE_TASK_NAMES]);
    expect(tasks.map(({ seeds }) => Object.keys(seeds[0]?.scores ?? {}))).toEqual([
      ["accuracy", "matthews"],
      ["accuracy", "matthews"],
      ["pearson", "spearman"],
      ["accuracy", "matthews"],
      ["exact_match", "f1"],
      ["accuracy"],
    ]);

    const runs = await listRuns(join(folder, "runs"));
    expect(runs.map(({ state }) => state)).toEqual(JGLUE_TASK_NAMES.map(() => "finished"));

    // It would fail if it trained.
    const [table] = await benchmarkWith("no-such-python", ...options);
    expect(table).toMatch(/^base +\d\.\d{3} +\d\.\d{3}\/-?\d\.\d{3} +/m);
  }, 240_000);
});

test("a base for a recipe that starts from random weights is wrong usage", async () => {
  folder = await mkdtemp(join(tmpdir(), "kanjo-benchmark-"));
  await expect(
    benchmarkWith(python, "--base", "a/b", "--recipe", "quickstart"),
  ).rejects.toMatchObject({
    code: "usage",
  });
});
