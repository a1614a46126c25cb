/**
 * Texts become token ids once: what comes out is kept by the digest of the data, the
 * tokenizer and the limit, and linked into the run folder.
 */
import { createHash } from "node:crypto";
import { join } from "node:path";

import { type Dataset, SPLITS } from "../dataset/dataset.ts";
import { digestDataset } from "../dataset/digest-dataset.ts";
import { digestFile } from "../verify-file.ts";
import { tokenizedDir } from "../paths.ts";
import type { TokenizerRecipe } from "../recipe/recipe.ts";
import type { RunFolder } from "../run/run-folder.ts";
import { type Kept, keepOnce } from "../tokenization/keep-once.ts";
import { linkFile } from "../tokenization/link-file.ts";
import { describeUnreadable } from "../tokenization/read-texts.ts";
import {
  addStatistics,
  describeLengths,
  NO_ROWS,
  RowStatistics,
} from "../tokenization/row-statistics.ts";
import { SplitStatistics, tokenizeDataset } from "../tokenization/tokenize-dataset.ts";
import { tokenizeTextFiles } from "../tokenization/tokenize-texts.ts";
import type { TrainingContext } from "./context.ts";
import type { PreparedTokenizer } from "./prepare-tokenizer.ts";

export interface TokenizedData {
  /** Arrow file of each split; null for a benchmark without a test split. */
  readonly files: {
    readonly train: string;
    readonly validation: string;
    readonly test: string | null;
  };
  /** Of a span's splits: the files that `readWindows` reads, one window a row of Arrow; null for other tasks. */
  readonly spans: { readonly validation: string; readonly test: string | null } | null;
  /** What it took, the cache included. */
  readonly seconds: number;
}

interface Context extends Pick<TrainingContext, "reporter"> {
  readonly recipe: { readonly tokenizer: Pick<TokenizerRecipe, "max_tokens"> };
  readonly run: Pick<RunFolder, "dataDir">;
}
type Prepared = Pick<PreparedTokenizer, "tokenizer" | "digest">;

/** Another number for every change of what the files hold. */
const FORMAT = 1;

/**
 * Every split as Arrow with the columns that the engine's job asks for.
 * @param cacheDir where what was tokenized is kept
 * @throws KanjoError `text-malformed`, `question-too-long` with the row
 */
export async function tokenizeData(
  dataset: Dataset,
  prepared: Prepared,
  { recipe, run, reporter }: Context,
  cacheDir = tokenizedDir,
): Promise<TokenizedData> {
  const started = performance.now();
  const maxTokens = recipe.tokenizer.max_tokens;
  const key = digestKey([describeTask(dataset), digestDataset(dataset)], prepared, maxTokens);
  const kept = await keepOnce(join(cacheDir, key), SplitStatistics, (folder) =>
    tokenizeDataset(dataset, folder, {
      tokenizer: prepared.tokenizer,
      maxTokens,
      onProgress: (split, rows) => reporter.progress("tokenize", `${split}: ${rows} rows`),
    }),
  );
  const take = makeTake(kept.dir, run.dataDir);
  const files = {
    train: await take("train.arrow"),
    validation: await take("validation.arrow"),
    test: dataset.splits.test.length === 0 ? null : await take("test.arrow"),
  };
  const spans = dataset.task === "span" ? await takeWindows(files.test !== null, take) : null;
  const statistics = SPLITS.map((split) => kept.result[split] ?? NO_ROWS);
  const all = statistics.reduce(addStatistics, NO_ROWS);
  const seconds = (performance.now() - started) / 1000;
  const rows = `${describeRows(dataset, all.rows)} · ${describeLengths(all, maxTokens)}`;
  reporter.line("tokenize", describeKept(kept, rows, seconds));
  return { files, spans, seconds };
}

/**
 * Texts without labels, one a line of the files, as Arrow.
 * @returns the file, in the run folder
 * @throws KanjoError `data-invalid`, `text-malformed` with the line
 */
export async function tokenizeTexts(
  files: readonly string[],
  prepared: Prepared,
  { recipe, run, reporter }: Context,
  cacheDir = tokenizedDir,
): Promise<string> {
  const started = performance.now();
  const maxTokens = recipe.tokenizer.max_tokens;
  const key = digestKey(["texts", ...(await digestFiles(files))], prepared, maxTokens);
  const kept = await keepOnce(join(cacheDir, key), RowStatistics, (folder) =>
    tokenizeTextFiles(files, join(folder, "texts.arrow"), {
      tokenizer: prepared.tokenizer,
      maxTokens,
      onProgress: (rows) => reporter.progress("tokenize", `${rows} unlabelled texts`),
    }),
  );
  const file = join(run.dataDir, `texts-${key.slice(0, NAME_DIGITS)}.arrow`);
  await linkFile(join(kept.dir, "texts.arrow"), file);
  const seconds = (performance.now() - started) / 1000;
  const rows = `${kept.result.rows} unlabelled texts · ${describeLengths(kept.result, maxTokens)}`;
  reporter.line("tokenize", describeKept(kept, rows, seconds));
  return file;
}

const NAME_DIGITS = 12;

/** What decides the targets besides the rows. */
function describeTask(dataset: Dataset): unknown {
  switch (dataset.task) {
    case "classification":
      return [dataset.task, dataset.labels];
    case "regression":
      return [dataset.task];
    case "multiple-choice":
      return [dataset.task, dataset.choices];
    case "span":
      return [dataset.task, dataset.stride];
  }
}

function digestKey(data: readonly unknown[], { digest }: Prepared, maxTokens: number): string {
  return createHash("sha256")
    .update(JSON.stringify([FORMAT, data, digest, maxTokens]))
    .digest("hex");
}

/** Digests in the files' order. */
async function digestFiles(files: readonly string[]): Promise<string[]> {
  const digests: string[] = [];
  for (const file of files) {
    const digest = await digestFile(file).catch((cause: unknown) => {
      throw describeUnreadable(file, cause);
    });
    digests.push(digest);
  }
  return digests;
}

type Take = (name: string) => Promise<string>;

/** Links a file into the run folder, which keeps it whatever becomes of the cache. */
function makeTake(dir: string, dataDir: string): Take {
  return async (name) => {
    const target = join(dataDir, name);
    await linkFile(join(dir, name), target);
    return target;
  };
}

async function takeWindows(
  hasTest: boolean,
  take: Take,
): Promise<NonNullable<TokenizedData["spans"]>> {
  return {
    validation: await take("validation.windows.jsonl"),
    test: hasTest ? await take("test.windows.jsonl") : null,
  };
}

function describeRows({ task, splits }: Dataset, rows: number): string {
  if (task !== "span") return `${rows} rows`;
  const questions = SPLITS.reduce((total, split) => total + splits[split].length, 0);
  return `${rows} windows of ${questions} questions`;
}

function describeKept<Result>(
  { isFromCache }: Kept<Result>,
  rows: string,
  seconds: number,
): string {
  return `${rows} · ${isFromCache ? "from the cache" : `${seconds.toFixed(1)} s`}`;
}
