import { KanjoError } from "@kanjo/shared/error";

import type { Recipe } from "../recipe/recipe.ts";
import { type Assignment, parseValue, setFields, splitAssignment } from "../recipe/set-fields.ts";

/** A field of the recipe and the values that are tried. */
export interface Axis {
  readonly field: string;
  readonly values: readonly unknown[];
}

/** One value for every field that is searched over. */
export type Configuration = readonly Assignment[];

/** What is tokenized once cannot be searched over, nor what the search itself decides. */
const SEARCHABLE = /^(?:training|model|distillation)\./;
const FIXED = new Set([
  "training.seed",
  "model.kind",
  "model.base",
  "model.revision",
  "distillation.teacher",
  "distillation.unlabelled",
]);

/**
 * Reads `training.learning_rate=1e-5,2e-5`.
 * @throws KanjoError `usage`
 */
export function parseAxis(text: string): Axis {
  const shown = `--over ${text}`;
  const { field, written } = splitAssignment(text, "--over");
  if (!SEARCHABLE.test(field) || FIXED.has(field)) {
    throw new KanjoError("usage", `${shown}: ${field} cannot be searched over`, {
      hint: "Search over fields of training, model and distillation; seeds are given with --seeds.",
    });
  }
  const values = parseValue(`[${written}]`, shown);
  if (!Array.isArray(values) || values.length === 0) {
    throw new KanjoError("usage", `${shown}: expected values with commas between them`);
  }
  const unique = new Map(values.map((value: unknown) => [JSON.stringify(value), value]));
  return { field, values: [...unique.values()] };
}

/**
 * Every combination of the axes' values, the last axis fastest.
 * @throws KanjoError `usage` for a field that is given twice
 */
export function expandGrid(axes: readonly Axis[]): readonly Configuration[] {
  const twice = axes.find(({ field }, at) => axes.findIndex((one) => one.field === field) !== at);
  if (twice !== undefined) {
    throw new KanjoError("usage", `--over ${twice.field} is given twice`, {
      hint: "Give all values of a field at once, with commas between them.",
    });
  }
  return axes.reduce<readonly Configuration[]>(
    (configurations, { field, values }) =>
      configurations.flatMap((one) => values.map((value) => [...one, { field, value }])),
    [[]],
  );
}

/**
 * The recipes of a search's configurations.
 * @throws KanjoError `usage` for a value that the schema refuses
 */
export function configureRecipe(recipe: Recipe, configuration: Configuration): Recipe {
  return setFields(recipe, configuration);
}

/** `learning_rate 2e-5, batch_size 16` */
export function describeConfiguration(configuration: Configuration): string {
  return configuration
    .map(({ field, value }) => `${shortName(field)} ${describeValue(value)}`)
    .join(", ");
}

/** `learning_rate` of `training.learning_rate`. */
export function shortName(field: string): string {
  return field.split(".").at(-1) ?? field;
}

/** As it would be typed: `2e-5`, `token-budget`, `{"kind":"random"}`. */
export function describeValue(value: unknown): string {
  if (typeof value === "string") return value;
  if (typeof value === "number" && value !== 0 && Math.abs(value) < 1e-2) {
    return value.toExponential();
  }
  return JSON.stringify(value);
}
