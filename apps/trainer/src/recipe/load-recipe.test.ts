import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, isAbsolute, join } from "node:path";

import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { recipesDir } from "../paths.ts";
import { loadRecipe } from "./load-recipe.ts";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "kanjo-recipe-"));
});
afterAll(() => rm(folder, { recursive: true }));

describe("every shipped recipe is valid", async () => {
  test.each(await readdir(recipesDir))("%s", async (file) => {
    const recipe = await loadRecipe(file.replace(/\.yaml$/, ""), folder);
    expect(`${recipe.name}.yaml`).toBe(file);
    const files =
      typeof recipe.data.files === "string"
        ? [recipe.data.files]
        : Object.values(recipe.data.files);
    expect(files.every(isAbsolute)).toBe(true);
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
