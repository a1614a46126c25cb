/** What is played: at random, and every case there is of one fault or one interruption. */
import { createMemoryObjectStore } from "../memory-object-store.ts";
import type { Command } from "./commands.ts";
import { Play, type Stage } from "./play.ts";
import { RELEASES } from "./release-folders.ts";
import { type Fault, FAULTS, isChange } from "./simulation.ts";

export function publishing(folder: string): Command {
  return { kind: "publish", release: RELEASES.find((one) => one.folder === folder) ?? RELEASES[0] };
}

export function promoting(version: string, force = false): Command {
  const channel = "production";
  return { kind: "promote", name: "sentiment", version, channel, percent: null, force };
}

export function rollingBack(from: string | null = null): Command {
  return { kind: "roll-back", name: "sentiment", channel: "production", from };
}

export const PRUNING: Command = { kind: "prune", keep: 0, minAgeMs: 0, name: null };

/** A channel with a release to roll back to, and one that may follow. */
const OPENING: readonly Command[] = [
  publishing("v1"),
  promoting("v1"),
  publishing("v2"),
  promoting("v2"),
  publishing("v3"),
];

/**
 * Commands beside each other; then those that were cut off are given once more, and what
 * nobody needs is pruned. @returns how many requests there were
 */
export function playConcurrently(
  seed: number,
  stage: Stage,
  commandsEach: number,
): Promise<number> {
  const play = new Play(seed, stage);
  return play.explain(async () => {
    if (play.random.chance(0.8)) for (const command of OPENING) await play.playAlone(command);
    for (const command of await play.playTogether(commandsEach)) await play.playAlone(command);
    await playEnd(play);
    return play.requests;
  });
}

async function playEnd(play: Play): Promise<void> {
  play.letTimePass(31 * 3_600_000);
  await play.playAlone({ kind: "prune", keep: 1, minAgeMs: 0, name: null });
  await play.playAlone({ kind: "verify" });
}

/** Commands one after the other, each held to the model. @returns how many requests there were */
export function playSequence(seed: number, stage: Stage, commands: number): Promise<number> {
  const play = new Play(seed, stage);
  return play.explain(async () => {
    for (let count = 0; count < commands; count += 1) {
      await play.playAlone(play.chooseCommand());
      if (play.random.chance(0.3)) play.letTimePass();
    }
    return play.requests;
  });
}

/** Makes plays over a store in memory that all begin after the same commands. */
async function prepare(
  before: readonly Command[],
  foldersDir: string,
): Promise<(seed: number) => Play> {
  const openStore = createMemoryObjectStore;
  const opening = new Play(0, { foldersDir, openStore, listing: "live" });
  for (const command of [...OPENING, ...before]) await opening.playAlone(command);
  return (seed) => {
    let put: ReturnType<typeof openStore>["put"] = () => {};
    const open: Stage["openStore"] = (now) => {
      const store = openStore(now);
      put = (key, bytes) => store.put(key, bytes);
      return store;
    };
    const play = new Play(seed, { foldersDir, openStore: open, listing: "live" });
    play.restore(opening, put);
    return play;
  };
}

/**
 * Disturbs each of a command's requests in each way that makes a difference, and gives
 * the command once more, which has to complete it.
 * @returns how many ways there were
 */
export async function playEveryFault(
  command: Command,
  before: readonly Command[],
  foldersDir: string,
): Promise<number> {
  const begin = await prepare(before, foldersDir);
  const disturb = (at: number, fault: Fault | null): Promise<readonly string[]> => {
    const play = begin(at);
    return play.explain(async () => {
      const requests = await play.playDisturbed(command, at, fault);
      if (fault === null) return requests;
      await play.playAlone(command);
      await playEnd(play);
      return requests;
    });
  };
  let ways = 0;
  for (const [index, what] of (await disturb(0, null)).entries()) {
    // A crash after a read is a crash before what comes next.
    const faults: readonly Fault[] = isChange(what) ? FAULTS : ["crash-before", "error-before"];
    for (const fault of faults) await disturb(index + 1, fault);
    ways += faults.length;
  }
  return ways;
}

/** No time, enough for a lease to be over, not enough for a claim, and enough for that. */
const INTERRUPTIONS_MS = [0, 130_000, 2 * 3_600_000, 31 * 3_600_000];

/**
 * Lets one command hang after each of its requests, for long and for longer, while
 * another runs from its start to its end; then the first is given once more.
 * @returns how many ways there were
 */
export async function playEveryInterruption(
  command: Command,
  by: Command,
  before: readonly Command[],
  foldersDir: string,
): Promise<number> {
  const begin = await prepare(before, foldersDir);
  const interrupt = (after: number, milliseconds: number): Promise<boolean> => {
    const play = begin(after);
    return play.explain(async () => {
      const wasReached = await play.playInterrupted(command, { after, milliseconds, by });
      await play.playAlone(command);
      return wasReached;
    });
  };
  let ways = 0;
  for (const milliseconds of INTERRUPTIONS_MS) {
    let after = 1;
    while (await interrupt(after, milliseconds)) after += 1;
    ways += after - 1;
  }
  return ways;
}
