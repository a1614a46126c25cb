/** `workerd serve` on a bundled worker, with an object folder as its disk service. */
import { type ChildProcess, execFile, spawn } from "node:child_process";
import { readdir, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { createServer } from "node:net";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

import { KanjoError } from "@kanjo/shared/error";

const run = promisify(execFile);
const requireFrom = createRequire(import.meta.url);
const benchWorkerDir = fileURLToPath(new URL("../../worker", import.meta.url));
const repositoryRoot = fileURLToPath(new URL("../../..", import.meta.url));

export interface RunningWorkerd {
  readonly url: string;
  readonly pid: number;
  readonly inspectorPort: number;
  stop(): Promise<void>;
}

/** Bundles the benchmark's worker as wrangler does for an upload. */
export async function bundleWorker(outDir: string): Promise<void> {
  await wrangler(["deploy", "--dry-run", "--outdir", outDir], benchWorkerDir);
}

/** Bundles the real worker and says what wrangler says of it: `Total Upload: 14210.10 KiB / gzip: 3701.20 KiB`. */
export function dryRunDeploy(outDir: string): Promise<string> {
  return wrangler(
    ["deploy", "--dry-run", "--outdir", outDir, "--env", "production"],
    repositoryRoot,
  );
}

async function wrangler(args: readonly string[], cwd: string): Promise<string> {
  const bin = join(requireFrom.resolve("wrangler/package.json"), "../bin/wrangler.js");
  const env = { ...process.env, WRANGLER_SEND_METRICS: "false", NO_COLOR: "1" };
  const { stdout } = await run(process.execPath, [bin, ...args], { cwd, env });
  return stdout;
}

/**
 * Starts workerd; it listens as soon as this resolves, and has answered nothing.
 * @param variables the worker's text bindings
 */
export async function startWorkerd(
  bundleDir: string,
  objectDir: string,
  variables: Readonly<Record<string, string>>,
  v8Flags: readonly string[] = [],
): Promise<RunningWorkerd> {
  const [port, inspectorPort] = [await freePort(), await freePort()];
  const config = join(bundleDir, "config.capnp");
  const worker = { bundleDir, objectDir, variables, v8Flags, port };
  await writeFile(config, await describeWorker(worker));
  const inspector = `--inspector-addr=127.0.0.1:${inspectorPort}`;
  const child = spawn(workerdBinary(), ["serve", config, inspector], {
    stdio: ["ignore", "ignore", "pipe"],
  });
  let errors = "";
  child.stderr.on("data", (chunk: Buffer) => (errors += chunk.toString()));
  const url = `http://127.0.0.1:${port}`;
  try {
    await waitForPort(`http://127.0.0.1:${inspectorPort}/json`, child, () => errors);
  } catch (error) {
    await stopChild(child);
    throw error;
  }
  return { url, pid: child.pid ?? 0, inspectorPort, stop: () => stopChild(child) };
}

function workerdBinary(): string {
  const workerd: { readonly default: string } = requireFrom("workerd");
  return workerd.default;
}

interface WorkerDescription {
  readonly bundleDir: string;
  readonly objectDir: string;
  readonly variables: Readonly<Record<string, string>>;
  readonly v8Flags: readonly string[];
  readonly port: number;
}

async function describeWorker(worker: WorkerDescription): Promise<string> {
  const { bundleDir, objectDir, variables, v8Flags, port } = worker;
  const files = await readdir(bundleDir);
  const wasm = files
    .filter((file) => file.endsWith(".wasm"))
    .map((file) => `(name = "./${file}", wasm = embed "${file}"),`);
  const texts = Object.entries(variables).map(
    ([name, text]) => `(name = "${name}", text = "${text}"),`,
  );
  return `using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [
    (name = "main", worker = .worker),
    (name = "disk", disk = "${objectDir}"),
  ],
  sockets = [(name = "http", address = "127.0.0.1:${port}", http = (), service = "main")],
  v8Flags = ${JSON.stringify(v8Flags)},
);
const worker :Workerd.Worker = (
  modules = [
    (name = "entry.js", esModule = embed "entry.js"),
    ${wasm.join("\n    ")}
  ],
  bindings = [
    (name = "DISK", service = "disk"),
    ${texts.join("\n    ")}
  ],
  compatibilityDate = "2026-11-01",
  compatibilityFlags = ["enable_request_signal"],
);
`;
}

async function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once("error", reject);
    probe.listen(0, "127.0.0.1", () => {
      const address = probe.address();
      probe.close(() =>
        resolve(typeof address === "object" && address !== null ? address.port : 0),
      );
    });
  });
}

const START_DEADLINE_MS = 10_000;

async function waitForPort(url: string, child: ChildProcess, errors: () => string): Promise<void> {
  const deadline = Date.now() + START_DEADLINE_MS;
  while (Date.now() < deadline && child.exitCode === null) {
    if (
      await fetch(url).then(
        (response) => response.ok,
        () => false,
      )
    )
      return;
    await sleep(10);
  }
  throw new KanjoError("workerd-failed", `workerd did not start: ${errors()}`);
}

async function stopChild(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return;
  const exited = new Promise((resolve) => child.once("exit", resolve));
  child.kill("SIGTERM");
  await Promise.race([
    exited,
    sleep(2_000, undefined, { ref: false }).then(() => child.kill("SIGKILL")),
  ]);
}
