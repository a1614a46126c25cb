import type { ObjectStore } from "../object-store/object-store.ts";
import type { GateCheck } from "../release/check-gates.ts";
import type { ClaimContext } from "../release/claim.ts";
import { systemClock } from "../release/clock.ts";
import { promote, type Promoted, type Promotion } from "../release/promote.ts";
import { type Published, publish } from "../release/publish.ts";
import {
  drawBar,
  formatBytes,
  formatNumberOf,
  formatPercent,
  type Reporter,
} from "../terminal/reporter.ts";

export interface PublishedAndPromoted {
  readonly published: Published;
  readonly promoted: Promoted;
}

/** Publishes a release folder and moves the channel to it. */
export async function publishAndPromote(
  releaseDir: string,
  promotion: Omit<Promotion, "name" | "version">,
  store: ObjectStore,
  reporter: Reporter,
): Promise<PublishedAndPromoted> {
  const published = await publishRelease(releaseDir, store, reporter);
  const { name, version } = published;
  return {
    published,
    promoted: await promoteVersion({ name, version, ...promotion }, store, reporter),
  };
}

export async function publishRelease(
  releaseDir: string,
  store: ObjectStore,
  reporter: Reporter,
): Promise<Published> {
  const onProgress = (done: number, total: number): void =>
    reporter.progress(
      "publish",
      `${drawBar(done, total)} ${formatBytes(done)} of ${formatBytes(total)}`,
    );
  const context = { ...makeContext(store, reporter), onProgress };
  const published = await publish(releaseDir, context);
  const { blobsWritten, bytesWritten, blobsPresent } = published;
  reporter.line(
    "publish",
    `${formatNumberOf(blobsWritten, "blob")} written (${formatBytes(bytesWritten)}), ${blobsPresent} there already, ${published.manifestKey} in ${store.description}`,
  );
  return published;
}

export async function promoteVersion(
  promotion: Promotion,
  store: ObjectStore,
  reporter: Reporter,
): Promise<Promoted> {
  const promoted = await promote(promotion, makeContext(store, reporter));
  if (promoted.gates !== null) reporter.line("gates", describeGates(promoted.gates));
  reporter.line("promote", describePromoted(promoted));
  return promoted;
}

function makeContext(store: ObjectStore, reporter: Reporter): ClaimContext {
  const onWait = (): void => reporter.line("wait", "for the end of a prune that goes on");
  return { store, clock: systemClock, onWait };
}

function describeGates({ failures, baseline }: GateCheck): string {
  const outcome =
    failures.length === 0 ? "passed" : `not passed, and forced: ${failures.join("; ")}`;
  switch (baseline.kind) {
    case "nothing-served":
      return outcome;
    case "compared":
      return `${outcome}; ${baseline.version} on the same texts: accuracy ${formatPercent(baseline.accuracy)}, macro-F1 ${baseline.macroF1.toFixed(3)}`;
    case "incomparable":
      return `${outcome}; ${baseline.version} could not be compared: ${baseline.reason}`;
  }
}

function describePromoted({ pointer, change }: Promoted): string {
  const { name, channel, version, percent, previous } = pointer;
  const share = percent === 100 ? "" : ` on ${percent} % of the isolates`;
  const before = previous === null ? "" : ` (before: ${previous.version})`;
  const already = change === "none" ? ", as it did already" : "";
  return `${name}/${channel} serves ${version}${share}${before}${already}`;
}
