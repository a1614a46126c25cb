import { once } from "node:events";
import { createWriteStream, type WriteStream } from "node:fs";
import { basename } from "node:path";
import { finished } from "node:stream/promises";

import { KanjoError } from "@kanjo/shared/error";

import { formatNumberOf } from "../terminal/reporter.ts";
import { readTexts } from "../tokenization/read-texts.ts";

/** One text of so many is held out: 5 %. */
const HELD_OUT_ONE_IN = 20;

/** How many texts went where. */
export interface HeldOutTexts {
  readonly train: number;
  readonly validation: number;
}

/**
 * Writes the texts of several files, one a line, into two: every twentieth one is for validation.
 * @throws KanjoError `data-invalid` with fewer than two texts, or a file that cannot be read
 */
export async function holdOutTexts(
  files: readonly string[],
  targets: { readonly train: string; readonly validation: string },
): Promise<HeldOutTexts> {
  const train = createWriteStream(targets.train);
  const validation = createWriteStream(targets.validation);
  const counts = { train: 0, validation: 0 };
  try {
    for await (const { text } of readTexts(files)) {
      const isHeldOut = (counts.train + counts.validation) % HELD_OUT_ONE_IN === 0;
      await writeLine(isHeldOut ? validation : train, text);
      counts[isHeldOut ? "validation" : "train"] += 1;
    }
  } finally {
    await Promise.all([train, validation].map((stream) => finished(stream.end())));
  }
  if (counts.train > 0) return counts;
  throw new KanjoError(
    "data-invalid",
    `${files.map((file) => basename(file)).join(", ")}: ${formatNumberOf(counts.validation, "text")}, at least 2 are needed`,
    { hint: "Give plain text files with one text a line." },
  );
}

async function writeLine(stream: WriteStream, text: string): Promise<void> {
  if (!stream.write(`${text}\n`)) await once(stream, "drain");
}
