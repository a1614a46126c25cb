import { KanjoError } from "@kanjo/shared/error";

/** `name` or `organization/name`, as the Hub allows them. */
const MODEL_ID = /^[A-Za-z0-9][\w.-]*(\/[A-Za-z0-9][\w.-]*)?$/;

/** @param option what the user gave it with: `--model`. @throws KanjoError `usage` */
export function requireModelId(model: string, option: string): void {
  if (MODEL_ID.test(model)) return;
  throw new KanjoError(
    "usage",
    `${option} is ${JSON.stringify(model)}: no folder, and no id of the Hub`,
    { hint: "Such as tohoku-nlp/bert-base-japanese-v3, runs/<version>/release or ./folder." },
  );
}

/** @param option what the user gave it with: `--revision`. @throws KanjoError `usage` */
export function requireRevision(revision: string, option: string): void {
  if (!["", ".", ".."].includes(revision)) return;
  throw new KanjoError(
    "usage",
    `${option} is ${JSON.stringify(revision)}, expected a branch, a tag or a commit`,
    { hint: "Leave it out for main." },
  );
}
