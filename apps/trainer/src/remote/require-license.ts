import { KanjoError } from "@kanjo/shared/error";

import type { Reporter } from "../terminal/reporter.ts";

export interface License {
  /** What it is the licence of. */
  readonly work: string;
  readonly name: string;
  /** Where its text is. */
  readonly url: string;
  /** What it asks of the user, in a sentence. */
  readonly terms: string;
}

/**
 * Shows a licence, and goes on only with the user's acceptance.
 * @throws KanjoError `license-not-accepted`
 */
export function requireLicense(
  license: License,
  options: { readonly acceptLicense: boolean; readonly reporter: Reporter },
): void {
  const { work, name, url, terms } = license;
  options.reporter.line("licence", `${work} is under ${name} (${url}): ${terms}`);
  if (options.acceptLicense) return;
  throw new KanjoError("license-not-accepted", `${work} is downloaded under ${name}`, {
    hint: `Read ${url}, then give --accept-license; or give a local file as the recipe's data.`,
  });
}
