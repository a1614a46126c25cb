import { once } from "node:events";
import { createReadStream, createWriteStream, type WriteStream } from "node:fs";
import { basename } from "node:path";
import { finished } from "node:stream/promises";

import { KanjoError } from "@kanjo/shared/error";

import { decodeLines } from "../terminal/decode-lines.ts";

/** One text of so many is held out: 5 %. */
const HELD_OUT_ONE_IN = 20;

/** How many texts went where. */
export interface HeldOutTexts {
  readonly train: number;
  readonly validation: number;
}

/**
 * Writes the texts of several files, one a line, into two: every twentieth one is for validation.
 * @throws KanjoError `data-invalid` with fewer than two texts, or a line that is not UTF-8
 */
export async function holdOutTexts(
  files: readonly string[],
  targets: { readonly train: string; readonly validation: string },
): Promise<HeldOutTexts> {
  const train = createWriteStream(targets.train);
  const validation = createWriteStream(targets.validation);
  const counts = { train: 0, validation: 0 };
  try {
    for (const file of files) {
      for await (const text of readTexts(file)) {
        const isHeldOut = (counts.train + counts.validation) % HELD_OUT_ONE_IN === 0;
        await writeLine(isHeldOut ? validation : train, text);
        counts[isHeldOut ? "validation" : "train"] += 1;
      }
    }
  } finally {
    await Promise.all([train, validation].map((stream) => finished(stream.end())));
  }
  if (counts.train > 0) return counts;
  throw new KanjoError(
    "data-invalid",
    `${files.map((file) => basename(file)).join(", ")}: ${counts.validation} text(s), at least 2 are needed`,
    { hint: "Give plain text files with one text a line." },
  );
}

async function writeLine(stream: WriteStream, text: string): Promise<void> {
  if (!stream.write(`${text}\n`)) await once(stream, "drain");
}

async function* readTexts(file: string): AsyncGenerator<string> {
  try {
    for await (const line of decodeLines(createReadStream(file))) {
      if (line.trim() !== "") yield line;
    }
  } catch (cause) {
    if (!(cause instanceof KanjoError)) throw cause;
    const hint = cause.hint === undefined ? {} : { hint: cause.hint };
    throw new KanjoError("data-invalid", `${basename(file)}: ${cause.message}`, { ...hint, cause });
  }
}
