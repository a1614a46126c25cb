import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** The repository's root. */
export const root = fileURLToPath(new URL("../../..", import.meta.url)).replace(/\/$/, "");

export const recipesDir = fileURLToPath(new URL("../recipes", import.meta.url));

/** PYTHONPATH of the engine. */
export const engineDir = fileURLToPath(new URL("../python", import.meta.url));

/** Compiled dictionaries, by what they were made from. */
export const dictionariesDir = join(root, ".kanjo/dictionaries");

/** Files of models of the Hugging Face Hub, by model and revision. */
export const hubCacheDir = join(root, ".kanjo/hub");

/** Token ids of data, by the digest of what they were made from. */
export const tokenizedDir = join(root, ".kanjo/tokenized");

/** Published releases, by the digests of their manifests. */
export const modelsDir = join(root, ".kanjo/models");
