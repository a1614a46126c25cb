/**
 * `npm run quickstart`: train the small model, publish it to the embedded object
 * store, serve it in workerd, ask it. Always local, whatever `.env` says.
 */
import { join } from "node:path";

import { root, run } from "./run.ts";

const trainer = join(root, "apps/trainer/src/main.ts");
const local = { env: { S3_ENDPOINT: "", S3_BUCKET: "" } };
const QUESTIONS = [
  "スタッフの対応が丁寧で、また泊まりたいと思いました。",
  "何度問い合わせても返事がなく、がっかりしました。",
];

process.exitCode = await quickstart(process.argv.slice(2));

async function quickstart(options: readonly string[]): Promise<number> {
  if (options.length > 0) {
    process.stderr.write(
      `error: quickstart takes --python alone, found ${options.join(" ")}\n  pnpm --filter trainer train --help lists the options of a training.\n`,
    );
    return 2;
  }
  const trained = await run(process.execPath, [trainer, "train"], local);
  if (trained !== 0) return trained;
  const asked = await run(process.execPath, [trainer, "ask", ...QUESTIONS], local);
  if (asked === 0) {
    process.stderr.write(
      "\nnext      npm run dev serves this model at http://127.0.0.1:8787/sentiment?text=...\n",
    );
  }
  return asked;
}
