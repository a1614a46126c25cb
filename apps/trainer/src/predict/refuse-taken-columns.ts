import { KanjoError } from "@kanjo/shared/error";

/** @throws KanjoError `columns-taken` when the input has a column that an answer would overwrite */
export function refuseTakenColumns(
  own: readonly string[],
  added: readonly string[],
  name: string,
): void {
  const taken = added.filter((column) => own.includes(column));
  if (taken.length === 0) return;
  throw new KanjoError(
    "columns-taken",
    `${name} has columns already that the labels would overwrite: ${taken.join(", ")}`,
    { hint: "Give the new ones another beginning: --prefix predicted_" },
  );
}
