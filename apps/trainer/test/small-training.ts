/** Trainings that take seconds: made-up texts, a tiny model, the real engine. */
import { spawn } from "node:child_process";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const main = fileURLToPath(new URL("../src/main.ts", import.meta.url));

const THINGS = ["部屋", "料理", "店員", "映画", "靴", "鞄", "駅", "庭", "音", "本"];
const PRAISE = ["が良い", "が好き", "に満足", "が最高"];
const BLAME = ["が悪い", "が嫌い", "に不満", "が最低"];

export interface LabelledText {
  readonly text: string;
  readonly label: "positive" | "negative";
  readonly split: "train" | "validation" | "test";
}

/** 120 texts, half of them positive; every split has each of their endings. */
export const LABELLED_TEXTS: readonly LabelledText[] = THINGS.flatMap((thing, at) =>
  [...PRAISE, ...BLAME, "がとても良い", "がとても悪い", "は良かった", "は悪かった"].map(
    (end, index) => ({
      text: `${thing}${end}。`,
      label: /良|好|満足|最高/.test(end) ? "positive" : "negative",
      split: splitOf(at + index),
    }),
  ),
);

function splitOf(at: number): LabelledText["split"] {
  if (at % 6 === 0) return "validation";
  return at % 6 === 3 ? "test" : "train";
}

/** Writes them as `data.jsonl`, split beforehand. */
export async function writeData(folder: string): Promise<void> {
  const lines = LABELLED_TEXTS.map((row) => JSON.stringify(row));
  await writeFile(join(folder, "data.jsonl"), lines.join("\n"));
}

/** A recipe over `data.jsonl`; fields given replace its own. */
export async function writeRecipe(
  folder: string,
  name: string,
  fields: object = {},
): Promise<string> {
  const recipe = {
    name,
    description: "",
    data: { format: "jsonl", files: "data.jsonl", split_column: "split" },
    labels: ["positive", "negative"],
    tokenizer: { kind: "bert-japanese", subword: "character", max_tokens: 16 },
    model: {
      kind: "scratch",
      layers: 1,
      hidden_size: 16,
      heads: 2,
      intermediate_size: 32,
      dropout: 0.1,
    },
    training: {
      epochs: 2,
      batch_size: 8,
      learning_rate: 5e-3,
      warmup_ratio: 0.1,
      weight_decay: 0,
      gradient_clip: 1,
      precision: "fp32",
      seed: 1,
    },
    ...fields,
  };
  const file = join(folder, `${name}.yaml`);
  await writeFile(file, JSON.stringify(recipe));
  return file;
}

export interface Finished {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/**
 * Runs the trainer as a process of its own.
 * @param onStderr is given everything said so far, and the process, to send a signal to
 */
export function runTrainer(
  args: readonly string[],
  folder: string,
  onStderr: (said: string, kill: (signal: NodeJS.Signals) => void) => void = () => {},
): Promise<Finished> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [main, ...args], {
      cwd: folder,
      env: { ...process.env, INIT_CWD: folder, OMP_NUM_THREADS: "1" },
      stdio: ["ignore", "pipe", "pipe"],
    });
    let [stdout, stderr] = ["", ""];
    child.stdout.on("data", (chunk: Buffer) => (stdout += chunk.toString()));
    child.stderr.on("data", (chunk: Buffer) => {
      stderr += chunk.toString();
      onStderr(stderr, (signal) => child.kill(signal));
    });
    child.once("error", reject);
    child.once("close", (code) => resolve({ code, stdout, stderr }));
  });
}
