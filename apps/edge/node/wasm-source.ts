/**
 * JavaScript that exports a compiled WebAssembly file.
 * @param url of the file, `file:`
 */
export function compileToModule(url: string): string {
  return `import { readFileSync } from "node:fs";
export default new WebAssembly.Module(readFileSync(new URL(${JSON.stringify(url)})));`;
}
