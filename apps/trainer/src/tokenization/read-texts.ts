import { createReadStream } from "node:fs";
import { basename } from "node:path";

import { KanjoError } from "@kanjo/shared/error";

import { decodeLines } from "../terminal/decode-lines.ts";

export interface SourcedText {
  /** `reviews.txt:7` */
  readonly source: string;
  readonly text: string;
}

/**
 * The lines of text files that are not blank.
 * @throws KanjoError `data-invalid` for a file that cannot be read or is not UTF-8
 */
export async function* readTexts(files: readonly string[]): AsyncGenerator<SourcedText> {
  for (const file of files) {
    const name = basename(file);
    let line = 0;
    try {
      for await (const text of decodeLines(createReadStream(file))) {
        line += 1;
        if (text.trim() !== "") yield { source: `${name}:${line}`, text };
      }
    } catch (cause) {
      throw describeUnreadable(file, cause);
    }
  }
}

/** What to say of a text file that cannot be read; anything else as it is. */
export function describeUnreadable(file: string, cause: unknown): unknown {
  if (!(cause instanceof KanjoError) && !(cause instanceof Error && "code" in cause)) return cause;
  const reason = cause instanceof KanjoError ? cause.message : "cannot be read";
  return new KanjoError("data-invalid", `${file}: ${reason}`, {
    hint: "Give UTF-8 text files with one text a line.",
    cause,
  });
}
