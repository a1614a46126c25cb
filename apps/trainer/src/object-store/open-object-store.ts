import { stateDir } from "../environment.ts";
import { useDevServer } from "./dev-server.ts";
import { readEmbeddedSettings } from "./embedded-settings.ts";
import type { ObjectStore } from "./object-store.ts";
import { createS3ObjectStore } from "./s3-object-store.ts";
import { readS3Settings } from "./settings.ts";

/**
 * Gives `use` the store that the environment or `.env` names, or the embedded
 * one, whose server is stopped afterwards if it was started for this.
 */
export async function withObjectStore<Result>(
  use: (store: ObjectStore) => Promise<Result>,
): Promise<Result> {
  const settings = readS3Settings(process.env);
  if (settings !== null) return use(createS3ObjectStore(settings));
  const server = await useDevServer(stateDir());
  try {
    return await use(createS3ObjectStore(await readEmbeddedSettings(server.url)));
  } finally {
    await server.stop();
  }
}
