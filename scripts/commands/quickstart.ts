/** `npm run quickstart`: train the small model, publish it to the embedded object store, serve it in workerd, ask it. */
import { join } from "node:path";

import { root, run } from "./run.ts";

const trainer = join(root, "apps/trainer/src/main.ts");
const QUESTIONS = [
  "スタッフの対応が丁寧で、また泊まりたいと思いました。",
  "何度問い合わせても返事がなく、がっかりしました。",
];

process.exitCode = await quickstart(process.argv.slice(2));

async function quickstart(options: string[]): Promise<number> {
  const trained = await run(process.execPath, [trainer, "train", ...options]);
  if (trained !== 0 || options.includes("--help")) return trained;
  const asked = await run(process.execPath, [trainer, "ask", ...QUESTIONS]);
  if (asked === 0) {
    process.stderr.write(
      "\nnext      pnpm dev (or: npm run dev) serves this model at http://127.0.0.1:8787/sentiment?text=...\n",
    );
  }
  return asked;
}
