/**
 * Which files of a model are its weights: safetensors, whole or in shards; a pickle
 * only when that is allowed, because loading one can run code.
 */
import { KanjoError } from "@kanjo/shared/error";
import * as z from "zod";

const WEIGHTS = "model.safetensors";
export const WEIGHTS_INDEX = "model.safetensors.index.json";
const PICKLE = "pytorch_model.bin";

/** Where a model's files are: on the Hub or in a folder. */
export interface ModelPlace {
  /** For messages: `tohoku-nlp/bert-base-japanese-v3 at main`, or the folder. */
  readonly shown: string;
  has(name: string): Promise<boolean>;
  /** Null when there is no such file. */
  readText(name: string): Promise<string | null>;
}

/** Names of the files; `index` is the text of the shards' index. */
export interface WeightFiles {
  readonly names: readonly string[];
  readonly index: string | null;
}

/** @throws KanjoError `weights-missing`, `weights-index-invalid`, `pickle-refused` */
export async function chooseWeights(place: ModelPlace, allowPickle: boolean): Promise<WeightFiles> {
  if (await place.has(WEIGHTS)) return { names: [WEIGHTS], index: null };
  const index = await place.readText(WEIGHTS_INDEX);
  if (index !== null) return { names: await listShards(place, index), index };
  if (!(await place.has(PICKLE))) throw describeMissing(place, allowPickle);
  if (allowPickle) return { names: [PICKLE], index: null };
  throw new KanjoError(
    "pickle-refused",
    `${place.shown} has its weights as ${PICKLE} alone, a pickle, expected ${WEIGHTS}`,
    {
      hint: "Name a revision that has safetensors, or allow it with --allow-pickle if you trust its authors.",
    },
  );
}

const SHARD = /^[A-Za-z0-9][\w.-]*\.safetensors$/;
const Index = z.object({ weight_map: z.record(z.string(), z.string().regex(SHARD)) });

async function listShards(place: ModelPlace, text: string): Promise<readonly string[]> {
  const names = [...new Set(Object.values(parseIndex(place, text).weight_map))].sort();
  for (const name of names) {
    if (await place.has(name)) continue;
    throw new KanjoError(
      "weights-missing",
      `${place.shown} has no ${name}, which ${WEIGHTS_INDEX} lists`,
      { hint: "Download all of the shards." },
    );
  }
  return names;
}

function parseIndex(place: ModelPlace, text: string): z.infer<typeof Index> {
  try {
    return Index.parse(JSON.parse(text));
  } catch (cause) {
    throw new KanjoError(
      "weights-index-invalid",
      `${place.shown}: ${WEIGHTS_INDEX} has no weight_map from tensors to safetensors files`,
      { hint: "Download it again.", cause },
    );
  }
}

function describeMissing({ shown }: ModelPlace, allowPickle: boolean): KanjoError {
  const names = [WEIGHTS, WEIGHTS_INDEX, ...(allowPickle ? [PICKLE] : [])];
  return new KanjoError("weights-missing", `${shown} has no weights: no ${names.join(", no ")}`, {
    hint: "Name a model or a revision with PyTorch weights.",
  });
}
