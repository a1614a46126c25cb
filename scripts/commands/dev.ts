/** `pnpm dev`: serve what was published to the embedded object store, on PORT or 8787. */
import { loadDotEnv, stateDir } from "../../apps/trainer/src/environment.ts";
import {
  removeRecord,
  writeRecord,
} from "../../apps/trainer/src/object-store/dev-server-record.ts";
import { type DevServer, startDevServer } from "../../apps/trainer/src/object-store/dev-server.ts";
import { endOnSignals } from "../../apps/trainer/src/terminal/end-on-signals.ts";
import { EXIT_FAILED, reportFailure } from "../../apps/trainer/src/terminal/report-failure.ts";
import { KanjoError } from "../../packages/shared/src/error.ts";

const DEFAULT_PORT = 8787;

let server: DevServer | undefined;
let askedToStop = false;
endOnSignals((code) => {
  askedToStop = true;
  if (server === undefined) process.exit(code);
  void server.stop();
});
try {
  await serve(process.argv.slice(2));
  if (!askedToStop) process.exitCode = EXIT_FAILED;
} catch (error) {
  process.exitCode = reportFailure(error);
}

async function serve(args: readonly string[]): Promise<void> {
  if (args.length > 0) {
    throw new KanjoError("usage", `dev takes no options, found ${args.join(" ")}`, {
      hint: "The port is given by PORT: PORT=9000 pnpm dev.",
    });
  }
  loadDotEnv();
  const state = stateDir();
  const started = await startDevServer({
    stateDir: state,
    port: readPort(),
    onOutput: (chunk) => process.stderr.write(chunk),
  });
  server = started;
  await writeRecord(state, { pid: process.pid, port: started.port });
  process.stdout.write(
    `serving on ${started.url}\n  try ${started.url}/sentiment?text=とても良かったです\n  Ctrl-C ends it\n`,
  );
  await started.exited;
  await removeRecord(state);
}

function readPort(): number {
  const text = process.env["PORT"] || String(DEFAULT_PORT);
  const port = Number(text);
  if (Number.isInteger(port) && port > 0 && port < 65_536) return port;
  throw new KanjoError(
    "usage",
    `PORT is ${JSON.stringify(text)}, expected a number from 1 to 65535`,
  );
}
