import { KanjoError } from "@kanjo/shared/error";
import { Identifier } from "@kanjo/shared/manifest/identifier";
import { describeIssues } from "@kanjo/shared/zod-issues";
import * as z from "zod";

const Variables = z.object({
  MODEL_NAME: Identifier,
  CHANNEL: Identifier,
  POINTER_MAX_AGE_SECONDS: z.coerce.number().nonnegative(),
});

export interface Settings {
  readonly modelName: string;
  readonly channel: string;
  /** How old, in ms, what is known of the channel's pointer may get before it is read again. */
  readonly pointerMaxAgeMs: number;
}

/** Reads the worker's variables. @throws KanjoError `settings-invalid` */
export function parseSettings(variables: object): Settings {
  const result = Variables.safeParse(variables);
  if (!result.success) {
    throw new KanjoError("settings-invalid", `variables: ${describeIssues(result.error)}`, {
      hint: "Set them under [vars] in wrangler.toml.",
      cause: result.error,
    });
  }
  return {
    modelName: result.data.MODEL_NAME,
    channel: result.data.CHANNEL,
    pointerMaxAgeMs: result.data.POINTER_MAX_AGE_SECONDS * 1000,
  };
}
