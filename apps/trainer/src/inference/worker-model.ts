import { open } from "node:fs/promises";

import { KanjoError } from "@kanjo/shared/error";

import type { ServableModel } from "./servable-model.ts";

/** What a worker opens a model from: its files' bytes are read once and seen by all workers. */
export interface WorkerModel extends Omit<ServableModel, "vocabularyFile" | "dictionaryFile"> {
  readonly model: SharedBytes;
  readonly vocabulary: SharedBytes;
  readonly dictionary: SharedBytes | null;
}

type SharedBytes = Uint8Array<SharedArrayBuffer>;

/** @throws KanjoError `model-unreadable` */
export async function readWorkerModel(servable: ServableModel): Promise<WorkerModel> {
  const { vocabularyFile, dictionaryFile, ...facts } = servable;
  return {
    ...facts,
    model: await readShared(facts.modelFile),
    vocabulary: await readShared(vocabularyFile),
    dictionary: dictionaryFile === null ? null : await readShared(dictionaryFile),
  };
}

async function readShared(path: string): Promise<SharedBytes> {
  try {
    await using file = await open(path);
    const { size } = await file.stat();
    const bytes = new Uint8Array(new SharedArrayBuffer(size));
    let filled = 0;
    while (filled < size) {
      const { bytesRead } = await file.read(bytes, { offset: filled });
      if (bytesRead === 0) throw new Error(`the file ends at byte ${filled} of ${size}`);
      filled += bytesRead;
    }
    return bytes;
  } catch (cause) {
    throw new KanjoError("model-unreadable", `${path}: cannot be read`, {
      hint: "Give the release folder of a finished training: runs/<version>/release.",
      cause,
    });
  }
}
