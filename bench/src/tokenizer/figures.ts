import type { Artifact } from "./artifact.ts";
import type { CodeSize } from "./code-size.ts";
import type { Competition } from "./compete.ts";
import type { HeldMemory, Starts } from "./fresh-process.ts";
import type { Figure } from "./goals.ts";
import type { IsolateMemory } from "./isolate.ts";
import { KUROMOJI, MECAB, TRANSFORMERS } from "./line-ups.ts";
import type { Texts } from "./texts.ts";
import type { VocabularyFile } from "./vocabulary.ts";

const MEBIBYTE = 2 ** 20;

/** Everything about one dictionary. */
export interface DictionaryMeasurements {
  readonly artifact: Artifact;
  readonly starts: Starts;
  readonly memory: HeldMemory;
  readonly isolate: IsolateMemory;
  readonly segmentation: Competition;
}

export interface Measurements {
  readonly texts: Texts;
  readonly vocabulary: VocabularyFile;
  readonly unidic: DictionaryMeasurements;
  readonly ipadic: DictionaryMeasurements;
  readonly encode: Competition;
  readonly code: CodeSize;
}

/** The figures that have a goal. */
export function listFigures({ unidic, ipadic, encode, code }: Measurements): Figure[] {
  const { artifact, starts, memory, isolate } = unidic;
  const { raw, brotli } = artifact.sizes;
  const inNode = (memory.kept.heap + memory.kept.external) / MEBIBYTE;
  const inWorkerd = (isolate.kept.heap + isolate.kept.buffers) / MEBIBYTE;
  const againstKuromoji = findTimes(ipadic.segmentation, KUROMOJI);
  const withIpadic = findTimes(ipadic.segmentation, MECAB);
  const withUnidic = findTimes(unidic.segmentation, MECAB);
  return [
    atMost("artifact, raw", raw / 1e6, "MB", 14, 11),
    atMost("artifact, brotli", brotli / 1e6, "MB", 6.5, 6),
    atMost("memory kept, Node", inNode, "MiB", 24, 18),
    atMost("memory kept, whole isolate in workerd", inWorkerd, "MiB", 24, 18),
    atMost("ready from bytes", starts.median.ready, "ms", 60, 30),
    atMost("first sentence after that", starts.median.firstSentence, "ms", 5, 2),
    atLeast("words with IPADIC, against kuromoji.js", againstKuromoji, 4, 8),
    atLeast("words with IPADIC, against native MeCab", withIpadic, 0.5, 0.8),
    atLeast("words with unidic-lite, against native MeCab", withUnidic, 0.5, 0.8),
    atLeast("`encode`, against transformers", findTimes(encode, TRANSFORMERS), 2, 5),
    atMost("code, minified", code.raw / 1e3, "KB", 40, 20),
  ];
}

function findTimes({ standings }: Competition, name: string): number | null {
  return standings.find((standing) => standing.name === name)?.oursIsTimes ?? null;
}

function atMost(name: string, value: number, unit: string, must: number, tryFor: number): Figure {
  return { name, value, unit, must, tryFor, better: "less" };
}

function atLeast(name: string, value: number | null, must: number, tryFor: number): Figure {
  return { name, value, unit: "times", must, tryFor, better: "more" };
}
