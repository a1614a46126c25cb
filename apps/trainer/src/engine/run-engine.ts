/**
 * The parent's side of the engine protocol: a job file in, NDJSON events out.
 * One Python process a job, or PyTorch's launcher with several; their stderr goes
 * to the run's log. A signal is passed on once, and the engine's checkpoint waited for.
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
import { type EndingSignal, passSignalsTo, wasInterrupted } from "../terminal/end-on-signals.ts";
import {
  type Launch,
  launchArguments,
  launchEnvironment,
  ONE_PROCESS,
  usesLauncher,
} from "./launch.ts";
import { suspendTogether } from "./suspend-together.ts";

export interface EngineOptions {
  /** Interpreter with the engine's requirements. */
  readonly python: string;
  /** Folder for the job file and the log. */
  readonly runDir: string;
  readonly onEvent: (event: EngineEvent) => void;
  /** Names the job file and the log; default: the job's kind. */
  readonly stage?: string;
  /** Default: one process. */
  readonly launch?: Launch;
}

type ResultOf<Kind extends EngineResult["kind"]> = Extract<EngineResult, { kind: Kind }>;

/**
 * Runs a job to its end.
 * @throws KanjoError with the engine's own code for what the user can mend, `interrupted` after a
 *   signal, `engine-failed` for a crash
 */
export async function runEngine<Kind extends Job["kind"]>(
  job: Extract<Job, { kind: Kind }>,
  options: EngineOptions,
): Promise<ResultOf<Kind>> {
  const { code, last, logFile } = await superviseEngine(job, options);
  if (code !== 0 || last?.event !== "done" || !isResultOf(job.kind, last.result)) {
    throw await describeCrash(options.stage ?? job.kind, code, logFile);
  }
  return last.result;
}

/**
 * Runs a machine's share of a job whose result another machine reports.
 * @throws KanjoError as `runEngine`
 */
export async function joinEngine(job: Job, options: EngineOptions): Promise<void> {
  const { code, logFile } = await superviseEngine(job, options);
  if (code !== 0) throw await describeCrash(options.stage ?? job.kind, code, logFile);
}

interface Ended {
  readonly code: number | string;
  readonly last: EngineEvent | undefined;
  readonly logFile: string;
}

async function superviseEngine(job: Job, options: EngineOptions): Promise<Ended> {
  const stage = options.stage ?? job.kind;
  const jobFile = join(options.runDir, `job-${stage}.json`);
  const logFile = join(options.runDir, `engine-${stage}.log`);
  await writeFile(jobFile, `${JSON.stringify(job, null, 2)}\n`);

  const child = startPython(options, jobFile, logFile);
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
  if (wasInterrupted() && last?.event !== "done") {
    throw new KanjoError("interrupted", `the engine's ${stage} job was killed by a signal`);
  }
  return { code, last, logFile };
}

function isResultOf<Kind extends Job["kind"]>(
  kind: Kind,
  result: EngineResult,
): result is ResultOf<Kind> {
  return result.kind === kind;
}

function startPython(
  { python, launch = ONE_PROCESS }: EngineOptions,
  jobFile: string,
  logFile: string,
): ChildProcessByStdio<null, Readable, Readable> {
  let child: ChildProcessByStdio<null, Readable, Readable> | null = null;
  const release = passSignalsTo({
    interrupt: (signal) => child?.kill(engineSignal(signal)),
    // The launcher passes a second request on to its processes, which then end at once.
    kill: () => child?.kill(usesLauncher(launch) ? "SIGTERM" : "SIGKILL"),
  });
  child = spawn(python, launchArguments(launch, jobFile), {
    stdio: ["ignore", "pipe", "pipe"],
    // A terminal's Ctrl-C goes to the whole group: in its own one, the engine has it from here, once.
    detached: true,
    env: {
      ...launchEnvironment(launch),
      ...process.env,
      PYTHONPATH: engineDir,
      PYTHONUNBUFFERED: "1",
      TOKENIZERS_PARALLELISM: "false",
    },
  });
  // A log that cannot be written (a full disk) does not end the job.
  const log = createWriteStream(logFile, { flags: "a" });
  const { stderr } = child;
  stderr.pipe(log.on("error", () => stderr.resume()));
  endWithProcess(child, release);
  // The launcher puts each of its processes into a group of its own: those go on.
  if (!usesLauncher(launch)) suspendTogether(child);
  return child;
}

/** The engine knows these two; a terminal that is gone is a request to end. */
function engineSignal(signal: EndingSignal): "SIGINT" | "SIGTERM" {
  return signal === "SIGINT" ? "SIGINT" : "SIGTERM";
}

function endWithProcess(child: ChildProcess, release: () => void): void {
  const kill = (): boolean => child.kill();
  const forget = (): void => {
    process.off("exit", kill);
    release();
  };
  process.once("exit", kill);
  child.once("exit", forget).once("error", forget);
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
  stage: string,
  code: number | string,
  logFile: string,
): Promise<KanjoError> {
  const log = await readFile(logFile, "utf8").catch(() => "");
  const lastLine = log.trimEnd().split("\n").at(-1) ?? "";
  return new KanjoError(
    "engine-failed",
    `the engine's ${stage} job ended with ${code}: ${lastLine}`,
    {
      hint:
        code === "SIGKILL"
          ? "The system may have run out of memory."
          : `The whole traceback is in ${logFile}.`,
    },
  );
}
