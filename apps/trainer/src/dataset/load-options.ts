import type { HubSettings } from "../hub/settings.ts";
import type { RemoteSettings } from "../remote/settings.ts";
import type { Reporter } from "../terminal/reporter.ts";

export interface LoadOptions {
  /** Whether the user accepts the licence of data that is downloaded. */
  readonly acceptLicense: boolean;
  readonly reporter: Reporter;
  /** Where files of GitHub repositories come from; default: as the environment says. */
  readonly remote?: RemoteSettings;
  /** Where data sets of the Hub come from; default: as the environment says. */
  readonly hub?: HubSettings;
}
