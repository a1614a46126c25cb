/** `pnpm dev`: serve what was published to the embedded object store, on PORT or 8787. */
import { KanjoError } from "../../packages/shared/src/error.ts";
import { startDevServer } from "../../apps/trainer/src/object-store/dev-server.ts";
import { stateDir } from "../../apps/trainer/src/object-store/open-object-store.ts";

const DEFAULT_PORT = 8787;

try {
  await serve();
} catch (error) {
  if (!(error instanceof KanjoError)) throw error;
  process.stderr.write(
    `error: ${error.message}\n${error.hint === undefined ? "" : `  ${error.hint}\n`}`,
  );
  process.exitCode = 1;
}

async function serve(): Promise<void> {
  const server = await startDevServer({
    stateDir: stateDir(),
    port: readPort(),
    onOutput: (chunk) => process.stderr.write(chunk),
  });
  process.stdout.write(
    `serving on ${server.url}\n  try ${server.url}/sentiment?text=とても良かったです\n  Ctrl-C ends it\n`,
  );
  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    process.on(signal, () => void server.stop());
  }
  await server.exited;
}

function readPort(): number {
  const text = process.env["PORT"] ?? String(DEFAULT_PORT);
  const port = Number(text);
  if (Number.isInteger(port) && port > 0 && port < 65_536) return port;
  throw new KanjoError(
    "usage",
    `PORT is ${JSON.stringify(text)}, expected a number from 1 to 65535`,
  );
}
