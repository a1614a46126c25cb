import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { stringify } from "yaml";
import { afterAll, beforeAll, beforeEach, expect, test, vi } from "vitest";

import { createRecordingTerminal } from "../../test/recording-terminal.ts";
import type { Check } from "../doctor/check.ts";
import { createDoctorCommand } from "./doctor.ts";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "kanjo-doctor-"));
  const rows = Array.from({ length: 60 }, (_, at) => ({
    text: `文${at}です`,
    label: String(at % 2),
  }));
  await writeFile(join(folder, "rows.jsonl"), rows.map((row) => JSON.stringify(row)).join("\n"));
  await writeFile(join(folder, "small.yaml"), stringify(makeRecipe("rows.jsonl")));
  await writeFile(join(folder, "lost.yaml"), stringify(makeRecipe("nowhere.jsonl")));
});
afterAll(() => rm(folder, { recursive: true }));
beforeEach(() => {
  for (const name of ["S3_ENDPOINT", "S3_BUCKET", "KANJO_HUB_MIRROR"]) vi.stubEnv(name, "");
  // Nothing listens there: no test goes out.
  vi.stubEnv("HF_ENDPOINT", "http://127.0.0.1:9");
  return () => vi.unstubAllEnvs();
});

function makeRecipe(files: string) {
  return {
    name: "small",
    description: "",
    data: { format: "jsonl", files },
    tokenizer: { kind: "bert-japanese", subword: "character", max_tokens: 32 },
    model: {
      kind: "scratch",
      hidden_size: 16,
      layers: 1,
      heads: 2,
      intermediate_size: 32,
      dropout: 0,
    },
    training: {
      epochs: 2,
      batch_size: 8,
      learning_rate: 1e-3,
      warmup_ratio: 0,
      weight_decay: 0,
      gradient_clip: null,
      seed: 1,
    },
  };
}

async function diagnose(...args: string[]) {
  const terminal = createRecordingTerminal(folder);
  const ended = await createDoctorCommand(terminal)
    .parseAsync([...args, "--runs", "runs"], { from: "user" })
    .then(
      () => null,
      (error: unknown) => error,
    );
  return { printed: terminal.printed.join("\n"), ended };
}

test("a machine is looked at without a recipe, and nothing secret is shown", async () => {
  vi.stubEnv("HF_TOKEN", "hf_hush");
  vi.stubEnv("S3_SECRET_ACCESS_KEY", "s3_hush");
  const { printed } = await diagnose("--python", "no-such-python");
  for (const name of ["processor", "memory", "disk of runs", "object store", "hub"]) {
    expect(printed).toMatch(new RegExp(`^${name} +(ok|warning|missing) `, "m"));
  }
  expect(printed).toContain("HF_TOKEN set");
  expect(printed).not.toContain("hush");
}, 60_000);

test("what is missing ends the command with exit code 1, after all was told", async () => {
  const { printed, ended } = await diagnose("--python", "no-such-python", "--json");
  const { healthy, checks }: { healthy: boolean; checks: Check[] } = JSON.parse(printed);
  expect(healthy).toBe(false);
  expect(checks.find(({ name }) => name === "python")).toMatchObject({ state: "missing" });
  expect(ended).toMatchObject({
    code: "doctor-found-missing",
    message: expect.stringContaining("python"),
  });
}, 60_000);

test("a recipe's data, size and steps are told", async () => {
  const { printed } = await diagnose("--recipe", "small.yaml", "--json");
  const checks: Check[] = JSON.parse(printed).checks;
  const find = (name: string) => checks.find((check) => check.name === name);
  expect(find("data")).toMatchObject({ state: "ok" });
  const rows = Number(/^\d+/.exec(find("data")?.detail ?? "")?.[0]);
  expect(find("plan")?.detail).toContain(
    `${rows} rows of about 7 tokens, ${2 * Math.ceil(rows / 8)} steps`,
  );
  expect(find("recipe")).toMatchObject({ state: "ok" });
  expect(find("dictionary")).toMatchObject({ detail: expect.stringContaining("none needed") });
}, 120_000);

test("data that is not there is missing", async () => {
  const { printed, ended } = await diagnose("--recipe", "lost.yaml", "--python", "no-such-python");
  expect(printed).toMatch(/^data +missing .*nowhere\.jsonl/m);
  expect(ended).toMatchObject({ code: "doctor-found-missing" });
}, 60_000);

test("a recipe that is unknown is said to be so", async () => {
  expect((await diagnose("--recipe", "none")).ended).toMatchObject({ code: "recipe-unknown" });
});
