import { fileURLToPath } from "node:url";
import { join } from "node:path";

/** The repository's root. */
export const root = fileURLToPath(new URL("../..", import.meta.url)).replace(/[/\\]$/, "");

/** Everything that the set-up makes lies here; deleting it starts afresh. */
export const setupDir = join(root, ".kanjo");
