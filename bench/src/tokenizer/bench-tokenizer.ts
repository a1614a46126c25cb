/**
 * The tokenizer beside its peers on the same texts: what the dictionary weighs,
 * how long it takes to be ready, what it holds, how fast it is.
 */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { type Artifact, buildArtifact } from "./artifact.ts";
import { measureCodeSize } from "./code-size.ts";
import { compete } from "./compete.ts";
import { describe } from "./describe.ts";
import type { DictionaryMeasurements, Measurements } from "./figures.ts";
import { measureMemory, measureStarts } from "./fresh-process.ts";
import { measureIsolate } from "./isolate.ts";
import { encodeLineUp, type Ingredients, segmentationLineUp } from "./line-ups.ts";
import { writeTexts } from "./texts.ts";
import { findVocabulary } from "./vocabulary.ts";

/** Measures and writes the section. @throws KanjoError `dictionary-missing`, `workerd-failed` */
export async function benchTokenizer(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "kanjo-tokenizer-"));
  try {
    return describe(await measure(folder));
  } finally {
    await rm(folder, { recursive: true });
  }
}

async function measure(folder: string): Promise<Measurements> {
  report("texts and dictionaries");
  const texts = await writeTexts(folder);
  const unidicArtifact = await buildArtifact("unidic_lite", folder);
  const ipadicArtifact = await buildArtifact("ipadic", folder);
  const vocabulary = await findVocabulary(folder, unidicArtifact, texts.normalized);
  const ingredients = { texts, vocabulary, folder };

  const unidic = await measureDictionary(unidicArtifact, ingredients);
  const ipadic = await measureDictionary(ipadicArtifact, ingredients);
  report("encode, with its peers");
  const encode = await compete(encodeLineUp(unidicArtifact, ingredients));
  return { texts, vocabulary, unidic, ipadic, encode, code: await measureCodeSize() };
}

async function measureDictionary(
  artifact: Artifact,
  ingredients: Ingredients,
): Promise<DictionaryMeasurements> {
  const { texts, vocabulary, folder } = ingredients;
  report(`${artifact.name}: starts and memory`);
  const starts = await measureStarts(artifact, vocabulary);
  const memory = await measureMemory(artifact, vocabulary, texts.raw);
  const isolate = await measureIsolate(artifact, vocabulary, texts.raw, folder);
  report(`${artifact.name}: words, with its peers`);
  const segmentation = await compete(segmentationLineUp(artifact, ingredients));
  return { artifact, starts, memory, isolate, segmentation };
}

function report(step: string): void {
  process.stderr.write(`${step}\n`);
}
