import { readFile } from "node:fs/promises";
import { join } from "node:path";

import { KanjoError } from "@kanjo/shared/error";

/** The terms as a whole first, then the licences that they name and a redistribution needs. */
const LICENCE_FILES = ["COPYING", "LICENSE", "LICENCE", "LICENSE.txt", "COPYRIGHT", "BSD"];

/**
 * The licence notice of a dictionary's folder, which has to travel with the data.
 * @throws KanjoError `licence-missing`
 */
export async function readLicence(folder: string): Promise<string> {
  const texts = await Promise.all(LICENCE_FILES.map((name) => readIfThere(join(folder, name))));
  const found = texts.filter((text) => text !== null).map((text) => text.trim());
  if (found.length > 0) return `${found.join("\n\n")}\n`;
  throw new KanjoError(
    "licence-missing",
    `${folder}: has none of ${LICENCE_FILES.join(", ")}, and the notice has to travel with the data`,
    { hint: "Give the file that has it with --licence-file." },
  );
}

async function readIfThere(file: string): Promise<string | null> {
  return readFile(file, "utf8").catch(() => null);
}
