import { mkdir, stat } from "node:fs/promises";
import { join } from "node:path";

import { JOB_SCHEMA_VERSION, type WeightFormat } from "@kanjo/shared/contract/job";

import { measurePerformance } from "../../../apps/trainer/src/analysis/measure-performance.ts";
import { runEngine } from "../../../apps/trainer/src/engine/run-engine.ts";
import { openReleaseFolder } from "../../../apps/trainer/src/release/open-release-folder.ts";
import { toServableModel } from "../../../apps/trainer/src/release/to-servable-model.ts";
import type { Performance } from "../../../apps/trainer/src/report/report.ts";
import { python } from "../tokenizer/python.ts";

export interface ExportFigures {
  readonly weights: WeightFormat;
  /** From the engine's start to its end: graph, quantization, ORT file. */
  readonly seconds: number;
  readonly onnxBytes: number;
  readonly performance: Performance;
}

/** Exports the run's checkpoint in this format, and runs it in onnxruntime-web. */
export async function measureExport(runDir: string, weights: WeightFormat): Promise<ExportFigures> {
  const { manifest, ...release } = await openReleaseFolder(join(runDir, "release"));
  const output = join(runDir, "bench", weights);
  await mkdir(output, { recursive: true });
  const started = performance.now();
  const exported = await runEngine(
    {
      schema_version: JOB_SCHEMA_VERSION,
      kind: "export",
      output_dir: output,
      checkpoint_dir: join(runDir, "engine", "checkpoint"),
      task: { kind: "classification", labels: manifest.labels },
      weights,
      temperature: 1,
      kept_tokens: null,
    },
    { python, runDir: output, onEvent: () => {} },
  );
  const seconds = (performance.now() - started) / 1000;
  const model = { ...toServableModel({ manifest, ...release }), modelFile: exported.ort };
  return {
    weights,
    seconds,
    onnxBytes: (await stat(exported.onnx)).size,
    performance: await measurePerformance(model),
  };
}
