/** The unlabelled text beside the checkout, line by line, without unpacking it on disk. */
import { spawn } from "node:child_process";
import { existsSync, globSync } from "node:fs";
import { basename, join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

const folder = fileURLToPath(new URL("../../../shared/corpus", import.meta.url));

/** Files of one text a line, compressed with xz; none where the folder is not there. */
export function listCorpora(): { name: string; path: string }[] {
  if (!existsSync(folder)) return [];
  const files = globSync("*.txt.xz", { cwd: folder }).sort();
  return files.map((file) => ({ name: basename(file, ".txt.xz"), path: join(folder, file) }));
}

/** Lines that are not empty. */
export async function* readLines(path: string): AsyncGenerator<string> {
  const { stdout } = spawn("xz", ["-dc", path], { stdio: ["ignore", "pipe", "inherit"] });
  for await (const line of createInterface({ input: stdout })) if (line !== "") yield line;
}
