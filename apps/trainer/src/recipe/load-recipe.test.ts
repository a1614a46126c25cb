import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";

import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { recipesDir } from "../paths.ts";
import { loadRecipe } from "./load-recipe.ts";

const DISTILLATION = {
  temperature: 2,
  label_weight: 1,
  logits_weight: 1,
  hidden_weight: 0,
  start_from_teacher: true,
};
const SMALL_RECIPE = {
  name: "small",
  description: "",
  data: { format: "jsonl", files: "a.jsonl" },
  tokenizer: { kind: "inherited" },
  model: {
    kind: "scratch",
    layers: 1,
    hidden_size: 32,
    heads: 2,
    intermediate_size: 64,
    dropout: 0.1,
  },
  training: {
    epochs: 1,
    batch_size: 8,
    learning_rate: 1e-3,
    warmup_ratio: 0.1,
    weight_decay: 0,
    gradient_clip: 1,
    seed: 1,
  },
};

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "kanjo-recipe-"));
});
afterAll(() => rm(folder, { recursive: true }));

describe("every shipped recipe is valid", async () => {
  test.each(await readdir(recipesDir))("%s", async (file) => {
    const recipe = await loadRecipe(file.replace(/\.yaml$/, ""), folder);
    expect(`${recipe.name}.yaml`).toBe(file);
  });
});

describe("paths begin at the recipe, and absolute ones stay", () => {
  test.each<[string, object, object]>([
    [
      "a file a split",
      {
        data: { format: "csv", files: { train: "a.csv", validation: "../b.csv", test: "/c.csv" } },
      },
      { data: { files: { train: "<>/a.csv", validation: "<..>/b.csv", test: "/c.csv" } } },
    ],
    [
      "a benchmark without a test split",
      { data: { format: "jnli", files: { train: "a.json", validation: "b.json" } } },
      { data: { files: { train: "<>/a.json", validation: "<>/b.json", test: null } } },
    ],
    [
      "files that are downloaded",
      { data: { format: "wrime" } },
      { data: { format: "wrime", files: null } },
    ],
    [
      "a base model's folder",
      { model: { kind: "pretrained", base: "./bert" } },
      { model: { base: "<>/bert" } },
    ],
    [
      "a base model's id, which is no path",
      { model: { kind: "pretrained", base: "tohoku-nlp/bert-base-japanese-v3" } },
      { model: { base: "tohoku-nlp/bert-base-japanese-v3" } },
    ],
    [
      "a teacher and what it labels",
      { distillation: { ...DISTILLATION, teacher: "runs/t", unlabelled: ["a.txt", "/b.txt"] } },
      { distillation: { teacher: "<>/runs/t", unlabelled: ["<>/a.txt", "/b.txt"] } },
    ],
    [
      "texts of a domain",
      { domain: { texts: ["a.txt"], epochs: 1, batch_size: 8, learning_rate: 1e-4 } },
      { domain: { texts: ["<>/a.txt"] } },
    ],
  ])("%s", async (name, given, expected) => {
    const file = join(folder, `${name.replaceAll(/\W/g, "-")}.yaml`);
    await writeFile(file, JSON.stringify({ ...SMALL_RECIPE, ...given }));
    const text = JSON.stringify(expected)
      .replaceAll("<>", folder)
      .replaceAll("<..>", join(folder, ".."));
    const resolved: object = JSON.parse(text);
    expect(await loadRecipe(file, "/elsewhere")).toMatchObject(resolved);
  });
});

test("an unknown name lists the shipped ones", async () => {
  await expect(loadRecipe("quikstart", folder)).rejects.toMatchObject({
    code: "recipe-unknown",
    hint: expect.stringContaining("quickstart"),
  });
});

describe("a recipe that does not fit is refused with the field", () => {
  test.each([
    ["unknown field", "name: x\nlerning_rate: 1\n", /Unrecognized key.*lerning_rate/],
    ["missing field", "name: x\n", /data: /],
    ["not YAML", "name: [x\n", /not YAML/],
  ])("%s", async (name, content, message) => {
    const file = join(folder, `${name.replaceAll(" ", "-")}.yaml`);
    await writeFile(file, content);
    await expect(loadRecipe(`./${basename(file)}`, folder)).rejects.toThrow(message);
  });
});
