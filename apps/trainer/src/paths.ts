import { fileURLToPath } from "node:url";

/** The repository's root. */
export const root = fileURLToPath(new URL("../../..", import.meta.url)).replace(/\/$/, "");

export const recipesDir = fileURLToPath(new URL("../recipes", import.meta.url));

/** PYTHONPATH of the engine. */
export const engineDir = fileURLToPath(new URL("../python", import.meta.url));
