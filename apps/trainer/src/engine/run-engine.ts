/**
 * The parent's side of the engine protocol: a job file in, NDJSON events out.
 * One Python process a job; its stderr goes to the run's log.
 */
import { type ChildProcess, type ChildProcessByStdio, spawn } from "node:child_process";
import { createWriteStream } from "node:fs";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";

import { EngineEvent, type EngineResult } from "@kanjo/shared/contract/event";
import type { Job } from "@kanjo/shared/contract/job";
import { KanjoError } from "@kanjo/shared/error";

import { engineDir } from "../paths.ts";

export interface EngineOptions {
  /** Interpreter with the engine's requirements. */
  readonly python: string;
  /** Folder for the job file and the log. */
  readonly runDir: string;
  readonly onEvent: (event: EngineEvent) => void;
}

type ResultOf<Kind extends EngineResult["kind"]> = Extract<EngineResult, { kind: Kind }>;

/**
 * Runs a job to its end.
 * @throws KanjoError with the engine's own code for what the user can mend, `engine-failed` for a crash
 */
export async function runEngine<Kind extends Job["kind"]>(
  job: Extract<Job, { kind: Kind }>,
  options: EngineOptions,
): Promise<ResultOf<Kind>> {
  const jobFile = join(options.runDir, `job-${job.kind}.json`);
  const logFile = join(options.runDir, `engine-${job.kind}.log`);
  await writeFile(jobFile, `${JSON.stringify(job, null, 2)}\n`);

  const child = startPython(options.python, jobFile, logFile);
  const [code, last] = await Promise.all([
    waitForExit(child, options.python),
    readEvents(child.stdout, logFile, options.onEvent).catch((error: unknown) => {
      child.kill();
      throw error;
    }),
  ]);
  if (last?.event === "error") {
    throw new KanjoError(last.code, last.message, last.hint === null ? {} : { hint: last.hint });
  }
  if (code !== 0 || last?.event !== "done" || !isResultOf(job.kind, last.result)) {
    throw await describeCrash(job.kind, code, logFile);
  }
  return last.result;
}

function isResultOf<Kind extends Job["kind"]>(
  kind: Kind,
  result: EngineResult,
): result is ResultOf<Kind> {
  return result.kind === kind;
}

function startPython(
  python: string,
  jobFile: string,
  logFile: string,
): ChildProcessByStdio<null, Readable, Readable> {
  const child = spawn(python, ["-m", "kanjo_engine", jobFile], {
    stdio: ["ignore", "pipe", "pipe"],
    env: {
      ...process.env,
      PYTHONPATH: engineDir,
      PYTHONUNBUFFERED: "1",
      TOKENIZERS_PARALLELISM: "false",
    },
  });
  // A log that cannot be written (a full disk) does not end the job.
  child.stderr.pipe(createWriteStream(logFile).on("error", () => child.stderr.resume()));
  const kill = (): boolean => child.kill();
  process.once("exit", kill);
  child.once("exit", () => process.off("exit", kill));
  return child;
}

/** Passes every event on, and gives the last one. */
async function readEvents(
  stdout: Readable,
  logFile: string,
  onEvent: (event: EngineEvent) => void,
): Promise<EngineEvent | undefined> {
  let last: EngineEvent | undefined;
  for await (const line of createInterface({ input: stdout })) {
    last = parseEvent(line, logFile);
    onEvent(last);
  }
  return last;
}

function waitForExit(child: ChildProcess, python: string): Promise<number | string> {
  return new Promise((resolve, reject) => {
    child.on("error", (cause) => {
      reject(
        new KanjoError("python-missing", `${python}: cannot be started`, {
          hint: "Set KANJO_PYTHON to a Python 3.11 that has apps/trainer/python/requirements.txt.",
          cause,
        }),
      );
    });
    child.on("close", (code, signal) => resolve(code ?? signal ?? "unknown"));
  });
}

function parseEvent(line: string, logFile: string): EngineEvent {
  try {
    return EngineEvent.parse(JSON.parse(line));
  } catch (cause) {
    throw new KanjoError(
      "engine-protocol",
      `the engine wrote a line that is no event (log: ${logFile})`,
      { cause },
    );
  }
}

async function describeCrash(
  kind: string,
  code: number | string,
  logFile: string,
): Promise<KanjoError> {
  const log = await readFile(logFile, "utf8").catch(() => "");
  const lastLine = log.trimEnd().split("\n").at(-1) ?? "";
  return new KanjoError(
    "engine-failed",
    `the engine's ${kind} job ended with ${code}: ${lastLine}`,
    {
      hint:
        code === "SIGKILL"
          ? "The system may have run out of memory."
          : `The whole traceback is in ${logFile}.`,
    },
  );
}
