import { rm } from "node:fs/promises";
import { join } from "node:path";

/** Removes what an interrupted training would go on from: three times the model, for each state kept. */
export async function dropStates(outputDir: string): Promise<void> {
  await rm(join(outputDir, "checkpoints"), { recursive: true, force: true });
}
