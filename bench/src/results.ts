import { readFile, writeFile } from "node:fs/promises";

const file = new URL("../RESULTS.md", import.meta.url);

/** Replaces a benchmark's section of RESULTS.md, or adds it at the end. */
export async function writeSection(name: string, section: string): Promise<void> {
  const [begin, end] = [`<!-- ${name}: begin -->`, `<!-- ${name}: end -->`];
  const block = `${begin}\n\n${section}\n\n${end}`;
  const text = await readFile(file, "utf8");
  const from = text.indexOf(begin);
  const to = text.indexOf(end);
  const next =
    from === -1 || to === -1
      ? `${text.trimEnd()}\n\n${block}\n`
      : `${text.slice(0, from)}${block}${text.slice(to + end.length)}`;
  await writeFile(file, next);
}
