/**
 * How far a labelling has come. Everything that a checkpoint speaks of is on the disk
 * before it is written, so that whatever kills the process or the machine, what lies
 * behind the checkpoint's lengths can be cut off and made again.
 */
import { open, rename } from "node:fs/promises";

import { Sha256 } from "@kanjo/shared/digest";
import { Identifier } from "@kanjo/shared/manifest/identifier";
import * as z from "zod";

import { ROW_FORMATS } from "./row-format.ts";
import { Tally } from "./tally.ts";

const Count = z.int().nonnegative();

/** What the bytes of the output depend on besides the input. */
export const Settings = z.strictObject({
  model: Identifier,
  version: Identifier,
  manifestSha256: Sha256,
  format: z.enum(ROW_FORMATS),
  textColumn: z.string(),
  prefix: z.string(),
});
export type Settings = z.infer<typeof Settings>;

export const Checkpoint = z.strictObject({
  schemaVersion: z.literal(1),
  settings: Settings,
  position: z.strictObject({ offset: Count, rows: Count, lines: Count }),
  /** Of the input up to the position. */
  inputSha256: Sha256,
  /** Lengths of the two files up to the position. */
  outputBytes: Count,
  badRowsBytes: Count,
  tally: Tally,
  /** Whether every row was labelled: what is left is to give the files their names. */
  isComplete: z.boolean(),
});
export type Checkpoint = z.infer<typeof Checkpoint>;

/** Writes it so that it is either whole or the one before. */
export async function writeCheckpoint(file: string, checkpoint: Checkpoint): Promise<void> {
  const partial = `${file}.partial`;
  const handle = await open(partial, "w");
  try {
    await handle.writeFile(JSON.stringify(checkpoint));
    await handle.sync();
  } finally {
    await handle.close();
  }
  await rename(partial, file);
}
