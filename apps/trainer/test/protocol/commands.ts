/** What processes of the simulation do: the commands of the trainer, and reads as the worker does them. */
import { createHash } from "node:crypto";
import { join } from "node:path";

import { KanjoError } from "@kanjo/shared/error";
import { parseManifest } from "@kanjo/shared/manifest";
import { blobKey, channelKey, servedManifestKey } from "@kanjo/shared/manifest/keys";
import { parseChannelPointer } from "@kanjo/shared/manifest/pointer";

import type { ObjectStore } from "../../src/object-store/object-store.ts";
import type { PruneRules } from "../../src/release/plan-prune.ts";
import { promote, type Promotion } from "../../src/release/promote.ts";
import { prune } from "../../src/release/prune.ts";
import { publish } from "../../src/release/publish.ts";
import { type RollBack, rollBack } from "../../src/release/roll-back.ts";
import { verifyRelease } from "../../src/release/verify-release.ts";
import type { Random } from "./random.ts";
import { RELEASES, type ReleaseFacts } from "./release-folders.ts";
import type { Process } from "./simulation.ts";

export type Command =
  | { readonly kind: "publish"; readonly release: ReleaseFacts }
  | ({ readonly kind: "promote" } & Promotion)
  | ({ readonly kind: "roll-back" } & RollBack)
  | ({ readonly kind: "prune" } & PruneRules)
  | { readonly kind: "verify" }
  | { readonly kind: "read"; readonly name: string; readonly channel: string };

/** What a command gave, as far as somebody checks it. */
export interface CommandResult {
  /** Whether the channel was moved, by what the command says. */
  readonly moved: boolean;
  readonly damages: number;
}

export async function runCommand(
  command: Command,
  { store, clock }: Process,
  foldersDir: string,
): Promise<CommandResult> {
  const context = { store, clock, onWait: () => {}, onProgress: () => {} };
  let result: CommandResult = { moved: false, damages: 0 };
  switch (command.kind) {
    case "publish":
      await publish(join(foldersDir, command.release.folder), context);
      break;
    case "promote":
      result = { ...result, moved: (await promote(command, context)).change !== "none" };
      break;
    case "roll-back":
      result = { ...result, moved: (await rollBack(command, context)).moved };
      break;
    case "prune":
      await prune(command, context);
      break;
    case "verify": {
      const { damages } = await verifyRelease({ kind: "all", name: null }, context);
      result = { ...result, damages: damages.length };
      break;
    }
    case "read":
      await readAsWorker(command.name, command.channel, store);
      break;
  }
  return result;
}

/** Pointer, manifest, every file, each held to the digest that named it. */
async function readAsWorker(name: string, channel: string, store: ObjectStore): Promise<void> {
  const stored = await store.read(channelKey(name, channel));
  if (stored === null) return;
  const pointer = parseChannelPointer(decode(stored.bytes));
  const key = servedManifestKey(name, pointer);
  const manifest = parseManifest(decode(await readVerified(key, pointer.manifestSha256, store)));
  for (const { sha256 } of manifest.files) await readVerified(blobKey(sha256), sha256, store);
}

async function readVerified(
  key: string,
  sha256: string,
  store: ObjectStore,
): Promise<Uint8Array<ArrayBuffer>> {
  const stored = await store.read(key);
  if (stored === null) throw new KanjoError("model-incomplete", `${key} is missing`);
  const digest = createHash("sha256").update(stored.bytes).digest("hex");
  if (digest === sha256) return stored.bytes;
  throw new KanjoError("model-damaged", `${key} has SHA-256 ${digest}, expected ${sha256}`);
}

function decode(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes);
}

const CHANNELS = ["production", "production", "canary"] as const;
const DAY_MS = 24 * 3_600_000;

/** What the store has, for commands that make sense more often than not. */
export interface KnownState {
  /** `name` and `version` of each. */
  readonly published: readonly { readonly name: string; readonly version: string }[];
  findServed(name: string, channel: string): string | null;
}

export function chooseCommand(random: Random, state: KnownState): Command {
  const release = random.pick(RELEASES);
  const channel = random.pick(CHANNELS);
  const roll = random.next();
  if (roll < 0.22) return { kind: "publish", release };
  if (roll < 0.55) return choosePromotion(random, channel, release, state);
  const { name } = release;
  if (roll < 0.7) {
    const from = random.chance(0.5) ? state.findServed(name, channel) : null;
    return { kind: "roll-back", name, channel, from };
  }
  if (roll < 0.85) {
    const rules = { keep: random.below(4), minAgeMs: random.pick([0, 0, DAY_MS]) };
    return { kind: "prune", ...rules, name: random.pick([null, null, name]) };
  }
  return roll < 0.88 ? { kind: "verify" } : { kind: "read", name, channel };
}

function choosePromotion(
  random: Random,
  channel: string,
  release: ReleaseFacts,
  { published }: KnownState,
): Command {
  const [first = release, ...rest] = random.chance(0.9) ? published : [];
  const { name, version } = random.pick([first, ...rest]);
  const percent = random.pick([null, null, null, 10, 100]);
  return { kind: "promote", name, version, channel, percent, force: random.chance(0.4) };
}

export function describeCommand(command: Command): string {
  if (command.kind === "publish") return `publish ${command.release.folder}`;
  return Object.values(command).map(String).join(" ");
}
