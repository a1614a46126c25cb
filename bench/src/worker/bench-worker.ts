/**
 * The worker under `workerd serve`, without wrangler's proxies: cold start, warm latency
 * beside the bare run, memory of the isolate at its peak, load. Everything is on loopback
 * and stops by itself.
 */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

import type { Manifest } from "@kanjo/shared/manifest";

import { describeMachine } from "../machine.ts";
import { describeColdStarts, measureColdStarts } from "./cold-start.ts";
import { describeLatencies, measureLatencies } from "./latency.ts";
import { describeLoad, measureLoad } from "./load.ts";
import { describeMemory, measureMemory } from "./memory.ts";
import { findNewestRelease } from "./release-store.ts";
import { type ServedRelease, serveRelease } from "./served-release.ts";
import { describeUpload, measureUpload } from "./upload.ts";
import { type Part, parseWorkerOptions, type WorkerBenchOptions } from "./worker-options.ts";

const runsDir = fileURLToPath(new URL("../../../runs", import.meta.url));

/** Measures and writes the section. @throws KanjoError `usage`, `release-missing`, `workerd-failed` */
export async function benchWorker(args: readonly string[]): Promise<string> {
  const options = parseWorkerOptions(args);
  const releaseDir = options.releaseDir ?? (await findNewestRelease(runsDir));
  const folder = await mkdtemp(join(tmpdir(), "kanjo-bench-"));
  try {
    const release = await serveRelease(releaseDir, folder);
    const upload = describeUpload(await measureUpload(join(folder, "upload")));
    const paragraphs = [describeSubject(release.manifest, upload)];
    for (const part of options.parts) {
      process.stderr.write(`measuring ${part}\n`);
      paragraphs.push(await MEASURE[part](release, options));
    }
    return paragraphs.join("\n\n");
  } finally {
    await rm(folder, { recursive: true });
  }
}

type Measure = (release: ServedRelease, options: WorkerBenchOptions) => Promise<string>;

const MEASURE: Readonly<Record<Part, Measure>> = {
  cold: async (release) => describeColdStarts(await measureColdStarts(release)),
  latency: async (release) => describeLatencies(await measureLatencies(release)),
  memory: async (release) => describeMemory(await measureMemory(release)),
  load: async (release, options) => describeLoad(await measureLoad(release, options)),
};

function describeSubject(manifest: Manifest, upload: string): string {
  const { version, entrypoints, files } = manifest;
  const sizeOf = (path: string | undefined): string =>
    ((files.find((file) => file.path === path)?.bytes ?? 0) / 1e6).toFixed(2);
  return `### Worker: \`pnpm bench worker\`

${describeMachine()}. Model ${version}, \`${entrypoints.model}\` ${sizeOf(entrypoints.model)} MB, dictionary ${sizeOf(entrypoints.dictionary)} MB, under \`workerd serve\` with a disk service; digests verified. ${upload}`;
}
