/**
 * Leaves out the vocabulary's entries that neither the training nor the
 * unlabelled texts have, and with them their rows of the embeddings, the largest
 * part of a small model. Pieces of one character stay, so that words that were
 * never seen are still cut into something.
 */
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";

import type { Tokenizer } from "@kanjo/shared/tokenizer";
import { loadTokenizer } from "@kanjo/shared/tokenizer/load";
import { openDictionary } from "@kanjo/shared/segmenter";

import type { Dataset } from "../dataset/dataset.ts";
import { formatPercent } from "../terminal/reporter.ts";
import { countTokens } from "../tokenization/count-tokens.ts";
import { listTexts } from "../tokenization/list-texts.ts";
import type { PipelineContext } from "./context.ts";
import type { PreparedTokenizer } from "./prepare-tokenizer.ts";
import type { PreparedTraining } from "./prepare-training.ts";
import { tokenizeTexts } from "./tokenize-data.ts";

/** The tokenizer as it is served. */
export interface ServedTokenizer extends Pick<
  PreparedTokenizer,
  "config" | "tokenizer" | "vocabularyFile" | "dictionaryFile"
> {
  /** Old ids of the entries that are kept, ascending; null: all. */
  readonly keptTokens: number[] | null;
  readonly vocabulary: { readonly kept: number; readonly of: number } | null;
}

/** The trained tokenizer, or the one with fewer entries that the recipe asks for. */
export async function trimVocabulary(
  dataset: Dataset,
  prepared: PreparedTraining,
  context: PipelineContext,
): Promise<ServedTokenizer> {
  const { tokenizer: trained } = prepared;
  if (!context.recipe.export.trim_vocabulary) {
    return { ...trained, keptTokens: null, vocabulary: null };
  }
  const entries = splitLines(await readFile(trained.vocabularyFile, "utf8"));
  const used = await countTokens(await listTokenized(prepared, context), entries.length);
  const special = new Set(trained.vocabulary.special_token_ids);
  const keptTokens = entries.flatMap((entry, id) =>
    (used[id] ?? 0) > 0 || special.has(id) || isSingleCharacter(entry) ? [id] : [],
  );
  const vocabulary = `${keptTokens.map((id) => entries[id] ?? "").join("\n")}\n`;
  const vocabularyFile = join(context.run.dataDir, "vocab-served.txt");
  await writeFile(vocabularyFile, vocabulary);
  const tokenizer = loadTokenizer(trained.config, {
    vocabulary,
    dictionary: await openDictionaryOf(trained),
  });
  const counts = { kept: keptTokens.length, of: entries.length };
  reportCoverage(dataset, trained.tokenizer, tokenizer, counts, context);
  return { ...trained, tokenizer, vocabularyFile, keptTokens, vocabulary: counts };
}

function splitLines(text: string): string[] {
  const lines = text.split(/\r\n|\r|\n/);
  return lines.at(-1) === "" ? lines.slice(0, -1) : lines;
}

const CONTINUATION = "##";

function isSingleCharacter(entry: string): boolean {
  const piece = entry.startsWith(CONTINUATION) ? entry.slice(CONTINUATION.length) : entry;
  return Array.from(piece).length === 1;
}

/** Arrow files of all texts that the model learned from. */
async function listTokenized(
  { data, unlabelled, tokenizer }: PreparedTraining,
  context: PipelineContext,
): Promise<string[]> {
  const domain = context.recipe.domain?.texts ?? [];
  return [
    data.files.train,
    ...(unlabelled === null ? [] : [unlabelled]),
    ...(domain.length === 0 ? [] : [await tokenizeTexts(domain, tokenizer, context)]),
  ];
}

async function openDictionaryOf({ dictionaryFile }: PreparedTokenizer) {
  if (dictionaryFile === null) return undefined;
  return openDictionary(new Uint8Array(await readFile(dictionaryFile)));
}

/** What the texts that the model has not learned from lose. */
function reportCoverage(
  dataset: Dataset,
  before: Tokenizer,
  after: Tokenizer,
  { kept, of }: { readonly kept: number; readonly of: number },
  { recipe, reporter }: PipelineContext,
): void {
  const maxTokens = recipe.tokenizer.max_tokens;
  const texts = [...listTexts(dataset, "validation"), ...listTexts(dataset, "test")];
  const cutOtherwise = texts.filter((text) => {
    const [long, short] = [before, after].map((one) => one.encode(text, { maxTokens }).tokens);
    return long?.join("\n") !== short?.join("\n");
  }).length;
  reporter.line(
    "vocabulary",
    `${kept} of ${of} entries kept · ${formatPercent(cutOtherwise / texts.length)} of the validation and test texts are cut into other tokens`,
  );
}
