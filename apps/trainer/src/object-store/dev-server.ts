/**
 * The worker in workerd, by `wrangler dev`, with its local R2 persisted in a
 * state folder. Wrangler serves that bucket over the S3 API too, and every
 * server on the same folder sees the same objects at once: this is the embedded
 * object store, and what is published to it is what `pnpm dev` serves.
 */
import { type ChildProcess, spawn } from "node:child_process";
import { createServer } from "node:net";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

import { KanjoError } from "@kanjo/shared/error";

import { root } from "../paths.ts";
import { readRecord } from "./dev-server-record.ts";

export interface DevServer {
  readonly url: string;
  /** Ends the server if this process started it. */
  stop(): Promise<void>;
}

export interface StartedDevServer extends DevServer {
  readonly port: number;
  /** Resolves when the server has ended, for whatever reason. */
  readonly exited: Promise<void>;
}

export interface DevServerOptions {
  /** Folder of the persisted state. */
  readonly stateDir: string;
  /** Port to listen on; null picks a free one. */
  readonly port: number | null;
  /** Variables of wrangler.toml to replace. */
  readonly vars?: Readonly<Record<string, string>>;
  /** Gets wrangler's own output as it comes. */
  readonly onOutput?: (chunk: Buffer) => void;
}

const START_DEADLINE_MS = 90_000;
const STOP_DEADLINE_MS = 5_000;
const POLL_INTERVAL_MS = 100;
const ATTEMPTS = 3;

/** The `pnpm dev` that runs on a state folder, or a new server on a free port. */
export async function useDevServer(stateDir: string): Promise<DevServer> {
  const record = await readRecord(stateDir);
  const url = record === null ? null : `http://127.0.0.1:${record.port}`;
  if (url !== null && (await answers(url))) return { url, stop: async () => {} };
  return startDevServer({ stateDir, port: null });
}

/**
 * Starts `wrangler dev` and waits until the worker answers.
 * @throws KanjoError `port-in-use`, `dev-server-failed`
 */
export async function startDevServer(options: DevServerOptions): Promise<StartedDevServer> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await startOnce(options);
    } catch (error) {
      const mayRetry = options.port === null && attempt < ATTEMPTS;
      if (!mayRetry || !isPortTaken(error)) throw error;
    }
  }
}

/** Between the choice of a free port and wrangler's start another process may take it. */
function isPortTaken(error: unknown): boolean {
  return error instanceof KanjoError && error.message.includes("Address already in use");
}

async function startOnce(options: DevServerOptions): Promise<StartedDevServer> {
  const port = await choosePort(options.port);
  const child = spawnWrangler(port, options);
  const output = collectOutput(child, options.onOutput);
  const exited = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  const killGroup = (): void => signalGroup(child, "SIGKILL");
  // The server never outlives this process, however it ends.
  process.once("exit", killGroup);
  void exited.then(() => process.off("exit", killGroup));
  const stop = (): Promise<void> => stopServer(child, exited);
  const url = `http://127.0.0.1:${port}`;
  try {
    await waitUntilAnswering(url, child, output);
  } catch (error) {
    await stop();
    throw error;
  }
  return { url, port, stop, exited };
}

/** Ports are checked before wrangler is asked, because it would move to another one in silence. */
async function choosePort(port: number | null): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once("error", (cause: NodeJS.ErrnoException) => {
      reject(
        new KanjoError(
          "port-in-use",
          `port ${port} on 127.0.0.1 cannot be listened on (${cause.code})`,
          {
            hint: `End the process that has it, or choose another one: PORT=${(port ?? 8787) + 1} pnpm dev.`,
            cause,
          },
        ),
      );
    });
    probe.listen(port ?? 0, "127.0.0.1", () => {
      const address = probe.address();
      const chosen = typeof address === "object" && address !== null ? address.port : 0;
      probe.close(() => resolve(chosen));
    });
  });
}

function spawnWrangler(port: number, options: DevServerOptions): ChildProcess {
  const vars = Object.entries(options.vars ?? {}).flatMap(([name, value]) => [
    "--var",
    `${name}:${value}`,
  ]);
  const wrangler = join(root, "node_modules/wrangler/bin/wrangler.js");
  const listen = ["--ip", "127.0.0.1", "--port", String(port), "--inspector-port", "0"];
  const state = ["--persist-to", options.stateDir];
  return spawn(
    process.execPath,
    [wrangler, "dev", ...listen, ...state, "--show-interactive-dev-session=false", ...vars],
    {
      cwd: root,
      stdio: ["ignore", "pipe", "pipe"],
      // A group of its own, so that workerd ends with wrangler.
      detached: true,
      env: { ...process.env, WRANGLER_SEND_METRICS: "false", NO_COLOR: "1" },
    },
  );
}

const OUTPUT_CHARACTERS_KEPT = 4_000;

/** Gives the end of what was written, for an error message. */
function collectOutput(
  child: ChildProcess,
  onOutput: (chunk: Buffer) => void = () => {},
): () => string {
  let output = "";
  const keep = (chunk: Buffer): void => {
    onOutput(chunk);
    output = (output + chunk.toString()).slice(-OUTPUT_CHARACTERS_KEPT);
  };
  child.stdout?.on("data", keep);
  child.stderr?.on("data", keep);
  return () => output;
}

async function waitUntilAnswering(
  url: string,
  child: ChildProcess,
  output: () => string,
): Promise<void> {
  const deadline = Date.now() + START_DEADLINE_MS;
  while (Date.now() < deadline) {
    if (child.exitCode !== null || child.signalCode !== null) break;
    if (await answers(url)) return;
    await sleep(POLL_INTERVAL_MS);
  }
  throw new KanjoError(
    "dev-server-failed",
    `wrangler dev did not answer at ${url}\n${output().trimEnd()}`,
    {
      hint: "Run `pnpm dev` to see its whole output.",
    },
  );
}

async function answers(url: string): Promise<boolean> {
  try {
    return (await fetch(`${url}/healthz`, { signal: AbortSignal.timeout(2_000) })).ok;
  } catch {
    return false;
  }
}

async function stopServer(child: ChildProcess, exited: Promise<void>): Promise<void> {
  if (child.exitCode === null && child.signalCode === null) {
    signalGroup(child, "SIGTERM");
    await Promise.race([exited, sleep(STOP_DEADLINE_MS, undefined, { ref: false })]);
  }
  signalGroup(child, "SIGKILL");
}

function signalGroup(child: ChildProcess, signal: NodeJS.Signals): void {
  if (child.pid === undefined) return;
  try {
    process.kill(-child.pid, signal);
  } catch {
    // The group has ended already.
  }
}
