import type { Manifest } from "@kanjo/shared/manifest";

/** A release whose files lie in one folder, every one as its manifest lists it. */
export interface Release {
  readonly dir: string;
  readonly manifest: Manifest;
  readonly manifestSha256: string;
}
