import { KanjoError, messageOf } from "@kanjo/shared/error";
import { describeIssues } from "@kanjo/shared/zod-issues";
import { parse } from "yaml";

import { Recipe } from "./recipe.ts";

/** A field of a recipe and what it is to be: `training.learning_rate` and 3e-5. */
export interface Assignment {
  /** Keys from the recipe's root, joined with dots. */
  readonly field: string;
  readonly value: unknown;
}

/**
 * Reads `training.learning_rate=3e-5`; the value is YAML.
 * @throws KanjoError `usage`
 */
export function parseAssignment(text: string, option: string): Assignment {
  const { field, written } = splitAssignment(text, option);
  return { field, value: parseValue(written, `${option} ${text}`) };
}

/** @throws KanjoError `usage` */
export function splitAssignment(
  text: string,
  option: string,
): { readonly field: string; readonly written: string } {
  const [, field, written] = /^([a-z_]+(?:\.[a-z_]+)*)=(.*)$/s.exec(text) ?? [];
  if (field !== undefined && written !== undefined) return { field, written };
  throw new KanjoError("usage", `${option} ${text}: expected FIELD=VALUE`, {
    hint: `Such as: ${option} training.learning_rate=3e-5`,
  });
}

/** @throws KanjoError `usage` */
export function parseValue(text: string, shown: string): unknown {
  try {
    return parse(text, { logLevel: "error" });
  } catch (cause) {
    throw new KanjoError("usage", `${shown}: not YAML: ${messageOf(cause)}`, { cause });
  }
}

/**
 * The recipe with other values in some fields, held to the schema.
 * @throws KanjoError `usage` with the field that does not fit
 */
export function setFields(recipe: Recipe, assignments: readonly Assignment[]): Recipe {
  if (assignments.length === 0) return recipe;
  const changed = assignments.reduce<unknown>(
    (value, { field, value: next }) => setField(value, field.split("."), next),
    recipe,
  );
  const result = Recipe.safeParse(changed);
  if (result.success) return result.data;
  const fields = assignments.map(({ field }) => field).join(", ");
  throw new KanjoError("usage", `setting ${fields}: ${describeIssues(result.error)}`, {
    hint: "docs/recipes.md lists every field.",
    cause: result.error,
  });
}

function setField(value: unknown, [key, ...rest]: readonly string[], next: unknown): unknown {
  if (key === undefined) return next;
  const fields = typeof value === "object" && value !== null ? value : {};
  const inner = Object.entries(fields).find(([name]) => name === key)?.[1];
  return { ...fields, [key]: setField(inner, rest, next) };
}
