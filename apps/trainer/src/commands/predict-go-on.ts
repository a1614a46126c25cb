import type { Manifest } from "@kanjo/shared/manifest";

import type { PredictOptions } from "./predict-options.ts";

/**
 * The command that goes on with a labelling. A channel is named by what it served:
 * when it serves something else by then, rows of two models would come together.
 */
export function formatGoOnCommand(
  model: string,
  { manifest }: { readonly manifest: Pick<Manifest, "version"> },
  options: PredictOptions,
): string {
  const { input, output, format, textColumn, prefix, errors, workers, modelName } = options;
  const given: readonly (readonly [string, string | undefined])[] = [
    ["--input", input],
    ["--text-column", textColumn === "text" ? undefined : textColumn],
    ["--output", output],
    ["--format", format],
    ["--prefix", prefix === "" ? undefined : prefix],
    ["--errors", errors],
    ["--workers", workers === undefined ? undefined : String(workers)],
    ["--model-name", modelName === "sentiment" ? undefined : modelName],
  ];
  const named = model.startsWith("@") ? manifest.version : model;
  const words = given.flatMap(([name, value]) => (value === undefined ? [] : [name, value]));
  return ["pnpm --filter trainer predict", ...[named, ...words].map(quote), "--resume"].join(" ");
}

/** As a POSIX shell wants it. */
function quote(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`;
}
