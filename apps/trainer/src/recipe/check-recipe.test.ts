import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { checkRecipe } from "./check-recipe.ts";
import { loadRecipe } from "./load-recipe.ts";
import { type Assignment, setFields } from "./set-fields.ts";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "kanjo-check-recipe-"));
  await writeFile(join(folder, "posts.txt"), "良い\n");
});
afterAll(() => rm(folder, { recursive: true }));

async function check(name: string, ...assignments: Assignment[]): Promise<void> {
  await checkRecipe(setFields(await loadRecipe(name, folder), assignments));
}

describe("recipes that need nothing else", () => {
  test.each(["quickstart", "characters", "wrime", "wrime-lora"])("%s", async (name) => {
    await expect(check(name)).resolves.toBeUndefined();
  });
});

describe("what an option has to give is asked for before anything runs", () => {
  test("a teacher", async () => {
    await expect(check("wrime-edge")).rejects.toMatchObject({
      code: "usage",
      hint: expect.stringContaining("--teacher"),
    });
  });

  test("a domain's texts", async () => {
    await expect(check("domain")).rejects.toMatchObject({
      code: "usage",
      hint: expect.stringContaining("--texts"),
    });
  });

  test("and enough once it is given", async () => {
    const texts = { field: "domain.texts", value: [join(folder, "posts.txt")] };
    await expect(check("domain", texts)).resolves.toBeUndefined();
    const teacher = { field: "distillation.teacher", value: folder };
    await expect(check("wrime-edge", teacher)).resolves.toBeUndefined();
  });
});

describe("a path that is not there is named with its option", () => {
  test.each([
    ["domain", "domain.texts", ["/none/posts.txt"], "--texts: there is no /none/posts.txt"],
    ["wrime-edge", "distillation.teacher", "/none/run", "--teacher: there is no /none/run"],
  ])("%s", async (name, field, value, message) => {
    await expect(check(name, { field, value })).rejects.toMatchObject({
      code: "file-not-found",
      message,
    });
  });
});

test("a student cannot begin with its teacher's layers and with a domain's texts", async () => {
  const domain = {
    field: "domain",
    value: { texts: [join(folder, "posts.txt")], epochs: 1, batch_size: 8, learning_rate: 1e-4 },
  };
  const teacher = { field: "distillation.teacher", value: folder };
  await expect(check("wrime-edge", teacher, domain)).rejects.toMatchObject({
    code: "recipe-invalid",
    message: expect.stringContaining("start_from_teacher"),
  });
  const own = { field: "distillation.start_from_teacher", value: false };
  await expect(check("wrime-edge", teacher, domain, own)).resolves.toBeUndefined();
});

describe("a tokenizer that does not go with the model is refused", () => {
  const inherited = { field: "tokenizer", value: { kind: "inherited" } };
  const own = { field: "tokenizer", value: { kind: "bert-japanese", subword: "character" } };
  test.each([
    ["nobody to inherit it from", "quickstart", inherited, /neither a base model nor a teacher/],
    ["a base model with another one", "wrime", own, /base model has a vocabulary of its own/],
  ])("%s", async (_, name, assignment, message) => {
    await expect(check(name, assignment)).rejects.toMatchObject({
      code: "recipe-invalid",
      message: expect.stringMatching(message),
    });
  });
});
