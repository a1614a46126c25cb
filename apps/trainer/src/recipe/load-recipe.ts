import { access, readFile, readdir } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";

import { KanjoError, messageOf } from "@kanjo/shared/error";
import { describeIssues } from "@kanjo/shared/zod-issues";
import { parse } from "yaml";

import { recipesDir } from "../paths.ts";
import { Recipe } from "./recipe.ts";
import { resolvePaths } from "./resolve-paths.ts";

/**
 * Reads a recipe by the name of a shipped one (`quickstart`) or by its path,
 * which begins at `callerDir` when it is relative.
 * @throws KanjoError `recipe-unknown`, `recipe-invalid`
 */
export async function loadRecipe(nameOrPath: string, callerDir: string): Promise<Recipe> {
  const file = await findRecipe(nameOrPath, callerDir);
  const result = Recipe.safeParse(parseYaml(await readFile(file, "utf8"), file));
  if (!result.success) {
    throw new KanjoError("recipe-invalid", `${file}: ${describeIssues(result.error)}`, {
      hint: "docs/recipes.md lists every field.",
      cause: result.error,
    });
  }
  return resolvePaths(result.data, dirname(file));
}

async function findRecipe(nameOrPath: string, callerDir: string): Promise<string> {
  const isPath = /[/\\]|\.ya?ml$/.test(nameOrPath);
  const file = isPath ? resolve(callerDir, nameOrPath) : join(recipesDir, `${nameOrPath}.yaml`);
  try {
    await access(file);
    return file;
  } catch (cause) {
    const shipped = (await readdir(recipesDir)).map((name) => name.replace(/\.yaml$/, ""));
    throw new KanjoError("recipe-unknown", `no recipe ${nameOrPath}`, {
      hint: `Shipped recipes: ${shipped.join(", ")}; or give the path of a .yaml file.`,
      cause,
    });
  }
}

function parseYaml(text: string, file: string): unknown {
  try {
    return parse(text);
  } catch (cause) {
    throw new KanjoError("recipe-invalid", `${file}: not YAML: ${messageOf(cause)}`, { cause });
  }
}
