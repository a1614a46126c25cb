import { relative } from "node:path";

/** A path as the user would type it in `callerDir`. */
export function showPath(path: string, callerDir: string): string {
  const shown = relative(callerDir, path);
  return shown.startsWith("..") ? path : shown;
}
