import { readFile } from "node:fs/promises";

import { KanjoError } from "@kanjo/shared/error";
import { tableFromIPC, Vector } from "apache-arrow";

/**
 * The logits that the engine kept of every validation row (`predictions.arrow`,
 * column `logits`, list of float32): classes; one number of a regression or of a
 * choice; the starts and then the ends of a span's tokens.
 * @throws KanjoError `predictions-invalid`
 */
export async function readPredictions(file: string): Promise<Float32Array[]> {
  const column = await readColumn(file);
  return Array.from({ length: column.length }, (_, row) => {
    const logits: unknown = column.get(row);
    const values: unknown = logits instanceof Vector ? logits.toArray() : null;
    if (values instanceof Float32Array && values.every(Number.isFinite)) return values;
    throw invalidPredictions(`${file}: row ${row + 1} is no list of finite float32 logits`);
  });
}

export function invalidPredictions(message: string, cause?: unknown): KanjoError {
  return new KanjoError("predictions-invalid", message, {
    hint: "Train the task again in a new run.",
    cause,
  });
}

async function readColumn(file: string): Promise<Vector> {
  try {
    const column = tableFromIPC(await readFile(file)).getChild("logits");
    if (column !== null) return column;
  } catch (cause) {
    throw invalidPredictions(`${file}: cannot be read as an Arrow file`, cause);
  }
  throw invalidPredictions(`${file}: has no column logits`);
}
