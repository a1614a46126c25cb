import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { createWriteStream, mkdirSync, readFileSync, statfsSync } from "node:fs";
import { join } from "node:path";

import { SetupError } from "./error.mjs";
import { root, setupDir } from "./paths.mjs";

/**
 * Runs an installer with its output in `.kanjo/logs/<name>.log`, showing that
 * it is alive. @throws SetupError with the log's end and what to do about it
 */
export async function runInstaller({ name, label, command, args, env, needsBytes }) {
  requireDiskSpace(needsBytes, label);
  const logs = join(setupDir, "logs");
  mkdirSync(logs, { recursive: true });
  const logFile = join(logs, `${name}.log`);
  const started = Date.now();
  const stopProgress = showProgress(label, started);
  const result = await runLogged(command, args, { ...process.env, ...env }, logFile);
  stopProgress();
  if (result.code === 0) {
    say(`  done  ${label} (${seconds(started)})`);
    return;
  }
  const lines = result.tail.trimEnd().split("\n").slice(-12);
  throw new SetupError(
    `${label} failed: ${[command, ...args].join(" ")}\n${lines.map((line) => `  | ${line}`).join("\n")}`,
    adviceFor(result.tail, logFile),
  );
}

/** SHA-256 over the files' contents, in order: the stamp of what an installation was made from. */
export function digestOf(...files) {
  const hash = createHash("sha256");
  for (const file of files) hash.update(readFileSync(file)).update("\0");
  return hash.digest("hex");
}

export function readTextIfThere(file) {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    if (error.code === "ENOENT") return undefined;
    throw error;
  }
}

export function say(line) {
  process.stderr.write(`${line}\n`);
}

function requireDiskSpace(needsBytes, label) {
  const { bavail, bsize } = statfsSync(root);
  const free = bavail * bsize;
  if (free >= needsBytes) return;
  throw new SetupError(
    `${label}: ${gigabytes(free)} free on the disk of ${root}, about ${gigabytes(needsBytes)} needed`,
    "Free some space, or clone the project to a larger disk.",
  );
}

function gigabytes(bytes) {
  return `${(bytes / 1e9).toFixed(1)} GB`;
}

function seconds(started) {
  return `${Math.round((Date.now() - started) / 1000)} s`;
}

/** On a terminal a line that counts seconds, elsewhere a line now and one a minute. */
function showProgress(label, started) {
  if (!process.stderr.isTTY) {
    say(`  ...   ${label}`);
    const timer = setInterval(() => say(`  ...   ${label} (${seconds(started)})`), 60_000);
    return () => clearInterval(timer);
  }
  const draw = () => process.stderr.write(`\r  ...   ${label} (${seconds(started)})`);
  draw();
  const timer = setInterval(draw, 1000);
  return () => {
    clearInterval(timer);
    process.stderr.write("\r\x1b[2K");
  };
}

const TAIL_CHARACTERS = 8000;

function runLogged(command, args, env, logFile) {
  return new Promise((resolve, reject) => {
    // A log that cannot be written (a full disk) must not hide why.
    const log = createWriteStream(logFile).on("error", () => {});
    const child = spawn(command, args, { cwd: root, env, stdio: ["ignore", "pipe", "pipe"] });
    let tail = "";
    const keep = (chunk) => {
      log.write(chunk);
      tail = (tail + chunk.toString()).slice(-TAIL_CHARACTERS);
    };
    child.stdout.on("data", keep);
    child.stderr.on("data", keep);
    child.on("error", (cause) =>
      reject(
        new SetupError(
          `${command}: cannot be started (${cause.code})`,
          "Is it installed and on the PATH?",
          { cause },
        ),
      ),
    );
    child.on("close", (code) => {
      log.end();
      resolve({ code, tail });
    });
  });
}

function adviceFor(output, logFile) {
  if (/ENOSPC|No space left on device/i.test(output)) {
    return "The disk is full: free some space and run the same command again.";
  }
  if (/SELF_SIGNED_CERT|UNABLE_TO_(GET_ISSUER|VERIFY)|CERTIFICATE_VERIFY_FAILED/.test(output)) {
    return "A certificate on the way to the registry is not trusted: name your network's CA file in NODE_EXTRA_CA_CERTS (npm, pnpm) and PIP_CERT (pip).";
  }
  if (
    /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|timed out|ConnectTimeout|ReadTimeout|Failed to establish a new connection|Temporary failure in name resolution|NewConnectionError|ProxyError/i.test(
      output,
    )
  ) {
    return "The package registry cannot be reached: check the network (and HTTPS_PROXY), then run the same command again.";
  }
  return `The whole output is in ${logFile}; running the same command again resumes.`;
}
