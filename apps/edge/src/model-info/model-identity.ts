import { Sha256 } from "@kanjo/shared/digest";
import { Identifier } from "@kanjo/shared/manifest/identifier";
import * as z from "zod";

import type { Model } from "../model/model.ts";

/** Which release answered. */
export const ModelIdentity = z.strictObject({
  name: Identifier,
  version: Identifier,
  manifestSha256: Sha256.meta({ description: "Digest that pins every byte of the release." }),
});
export type ModelIdentity = z.infer<typeof ModelIdentity>;

export function identify({ name, version, manifestSha256 }: Model): ModelIdentity {
  return { name, version, manifestSha256 };
}
