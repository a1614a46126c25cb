import { KanjoError } from "@kanjo/shared/error";
import { Command } from "commander";

import { openClassifierPool } from "../inference/classifier-pool.ts";
import { type Input, openInputFile, openInputStream } from "../predict/input.ts";
import {
  type Predicted,
  type PredictionOutput,
  type PredictionRequest,
  runPrediction,
} from "../predict/run-prediction.ts";
import { locateRelease } from "../release/locate-release.ts";
import { toServableModel } from "../release/to-servable-model.ts";
import { exitCodeOfSignal, passSignalsTo, refuseAfterSignal } from "../terminal/end-on-signals.ts";
import type { Terminal } from "../terminal/terminal.ts";
import { sayHowToGoOn } from "./go-on-hint.ts";
import { parseOptions } from "./parse-options.ts";
import { formatGoOnCommand } from "./predict-go-on.ts";
import {
  addPredictOptions,
  planPrediction,
  PredictOptions,
  type PredictPlan,
} from "./predict-options.ts";
import { showPredicted } from "./show-predicted.ts";

const EXAMPLES = `
Examples:
  $ pnpm --filter trainer predict @production --input reviews.csv --text-column body \\
      --output labelled.csv
  $ pnpm --filter trainer predict v7 --input posts.jsonl --output labelled.jsonl --resume
  $ pnpm --filter trainer predict runs/quickstart-20261123-194500 --input gold.tsv \\
      --prefix predicted_ --output both.tsv
  $ pnpm --silent --filter trainer predict @production --format jsonl --input - --output - \\
      --errors bad.jsonl < posts.jsonl | head

Every row keeps its columns as they are written and gets label, score, scores.<label> for
each label (in JSONL one object, scores), abstained, model and version. Scores are those
that the worker gives. A row that cannot be labelled goes to the side file with its number,
line and reason. Memory does not grow with the input. The output gets its name when it is
whole; what was interrupted, also by a kill, goes on with --resume to the same bytes.`;

export function createPredictCommand(terminal: Terminal): Command {
  const command = new Command("predict")
    .description("label a CSV, TSV or JSONL of any size with any version of a model")
    .argument("<model>", "folder of a release or a run, published version, or @channel");
  return addPredictOptions(command)
    .addHelpText("after", EXAMPLES)
    .action(async (model: string, raw: unknown) => {
      await predict(model, parseOptions(PredictOptions, raw, "predict"), terminal);
    });
}

async function predict(model: string, options: PredictOptions, terminal: Terminal): Promise<void> {
  const { reporter, callerDir } = terminal;
  const { modelName, textColumn, prefix } = options;
  const plan = planPrediction(options, callerDir);
  const input = await openInput(plan, terminal);
  const release = await locateRelease(model, { callerDir, modelName, reporter });
  const output = openOutput(plan, terminal);
  const { format } = plan;
  const request = { release, input, output, format, textColumn, prefix };
  const goOn = formatGoOnCommand(model, release, options);
  const predicted = await runResumably(request, { workers: options.workers, goOn }, terminal);
  showPredicted(predicted, { release, plan, json: options.json === true }, terminal);
  requireLabels(predicted, input);
}

async function openInput({ inputPath }: PredictPlan, terminal: Terminal): Promise<Input> {
  return inputPath === null
    ? openInputStream("stdin", terminal.readBytes())
    : openInputFile(inputPath);
}

function openOutput(
  { outputPath, badRowsPath, beginning }: PredictPlan,
  terminal: Terminal,
): PredictionOutput {
  if (outputPath === null) {
    return { kind: "stream", write: (text) => terminal.write(text), badRows: badRowsPath };
  }
  return { kind: "file", paths: { output: outputPath, badRows: badRowsPath }, beginning };
}

interface Running {
  /** As many as the machine runs at once when it is left out. */
  readonly workers: number | undefined;
  /** The command that goes on. */
  readonly goOn: string;
}

/** The first signal keeps what is done, where that can be gone on with; elsewhere it ends the process. */
async function runResumably(
  request: PredictionRequest,
  { workers, goOn }: Running,
  { reporter }: Terminal,
): Promise<Predicted> {
  const stop = new AbortController();
  const model = toServableModel(request.release);
  const openPool = () => openClassifierPool(model, workers === undefined ? {} : { workers });
  const options = { openPool, reporter, stop: stop.signal, now: () => performance.now() };
  const isResumable = request.output.kind === "file" && request.input.file !== null;
  if (!isResumable) return runPrediction(request, options);
  return sayHowToGoOn(goOn, async () => {
    const giveBackSignals = passSignalsTo({
      interrupt: () => stop.abort(),
      kill: () => process.exit(exitCodeOfSignal()),
    });
    try {
      const predicted = await runPrediction(request, options);
      if (predicted.outcome === "stopped") refuseAfterSignal();
      return predicted;
    } finally {
      giveBackSignals();
    }
  });
}

/** All rows have one fault when the column or the encoding is not what was thought. */
function requireLabels({ tally }: Predicted, { name }: Input): void {
  if (tally.labelled > 0 || tally.bad === 0) return;
  const reasons = Object.entries(tally.reasons).map(([reason, count]) => `${reason} ${count}`);
  throw new KanjoError(
    "nothing-labelled",
    `${name}: none of its ${tally.bad} rows could be labelled: ${reasons.join(", ")}`,
    { hint: "Check --text-column and --format, and that the file is UTF-8." },
  );
}
