/**
 * A peer's side of the protocol: says that it is ready, then for every line on
 * stdin goes once over all texts and answers with a line of JSON.
 */
import { createInterface } from "node:readline";

import { readTextFile } from "../texts.ts";

/** @param cut how many units, words or ids, a text is cut into */
export async function servePasses(textFile: string, cut: (text: string) => number): Promise<void> {
  const texts = readTextFile(textFile);
  process.stdout.write("ready\n");
  for await (const _ of createInterface({ input: process.stdin })) {
    const started = performance.now();
    let units = 0;
    for (const text of texts) units += cut(text);
    const seconds = (performance.now() - started) / 1_000;
    process.stdout.write(`${JSON.stringify({ seconds, units })}\n`);
  }
}
