/**
 * Sees everything that the store does, in order, and throws when it may not be so: when
 * a manifest or a pointer names what is not there, when a pointer is moved otherwise than
 * the command says that moves it, or when a command says that it did what it did not.
 */
import type { Command, CommandResult } from "./commands.ts";
import { findPointer, isPredicted, predictPromotion, predictRollBack } from "./reference-model.ts";
import type { Observer } from "./simulated-store.ts";
import type { Outcome, Process } from "./simulation.ts";
import {
  digest,
  findViolations,
  isPointerKey,
  pinnedKey,
  type PlainPointer,
  pointerKey,
  publishedKey,
  readPlainManifest,
  readPlainPointer,
  type StoredBytes,
  type StoredObjects,
} from "./stored-objects.ts";

/** What one process has done and seen. */
interface Log {
  readonly command: Command;
  readonly reads: Map<string, Uint8Array | null>;
  /** Pointers that it has moved. */
  moves: number;
  /** Keys of pointers that others have moved meanwhile. */
  readonly movedByOthers: Set<string>;
}

export class Witness implements Observer {
  readonly #objects = new Map<string, StoredBytes>();
  readonly #logs = new Map<string, Log>();
  readonly #now: () => number;
  readonly #storeNow: () => number;
  #sequence = 0;

  /**
   * @param now the simulation's clock
   * @param storeNow the store's
   */
  constructor(now: () => number, storeNow: () => number) {
    this.#now = now;
    this.#storeNow = storeNow;
  }

  get objects(): StoredObjects {
    return this.#objects;
  }

  /** Versions that can be promoted. */
  get published(): readonly { readonly name: string; readonly version: string }[] {
    const manifests = [...this.#objects].filter(([key]) => key.endsWith("/manifest.json"));
    return manifests.map(([, { bytes }]) => readPlainManifest(bytes));
  }

  findServed(name: string, channel: string): string | null {
    return findPointer(name, channel, this.#objects)?.version ?? null;
  }

  /** As if what lies there had come about before. */
  restore(objects: StoredObjects): void {
    for (const [key, stored] of objects) {
      this.#objects.set(key, stored);
      this.#sequence = Math.max(this.#sequence, stored.sequence);
    }
  }

  /** To be called before a process starts. */
  begin(process: string, command: Command): void {
    this.#logs.set(process, { command, reads: new Map(), moves: 0, movedByOthers: new Set() });
  }

  onRead(process: string, key: string, bytes: Uint8Array | null): void {
    this.#log(process).reads.set(key, bytes);
  }

  onRemove(process: string, key: string): void {
    if (this.#objects.delete(key)) this.#requireWhole(`${process} removed ${key}`);
  }

  onWrite(process: string, key: string, bytes: Uint8Array): void {
    const before = this.#objects.get(key);
    if (isPointerKey(key)) this.#judgeMove(process, key, before, bytes);
    this.#sequence += 1;
    this.#objects.set(key, {
      bytes: bytes.slice(),
      sha256: digest(bytes),
      writtenAt: this.#storeNow(),
      sequence: this.#sequence,
    });
    if (key.startsWith("models/")) this.#requireWhole(`${process} wrote ${key}`);
  }

  #log(process: string): Log {
    const log = this.#logs.get(process);
    if (log === undefined) throw new Error(`${process} has not begun`);
    return log;
  }

  #requireWhole(what: string): void {
    const violations = findViolations(this.#objects);
    if (violations.length > 0) throw new Error(`${what}: ${violations.join("; ")}`);
  }

  #judgeMove(
    process: string,
    key: string,
    before: StoredBytes | undefined,
    bytes: Uint8Array,
  ): void {
    const log = this.#log(process);
    const found = readPlainPointer(bytes);
    const old = before === undefined ? null : readPlainPointer(before.bytes);
    const predicted = this.#predict(log.command, key, old);
    if (typeof predicted === "string" || !isPredicted(found, predicted, this.#objects)) {
      throw new Error(
        `${process} moved ${key} from ${JSON.stringify(old)} to ${JSON.stringify(found)}, expected ${JSON.stringify(predicted)}`,
      );
    }
    log.moves += 1;
    for (const [other, { movedByOthers }] of this.#logs) {
      if (other !== process) movedByOthers.add(key);
    }
  }

  #predict(command: Command, key: string, old: PlainPointer | null): PlainPointer | string {
    const moves = command.kind === "promote" || command.kind === "roll-back";
    if (!moves || key !== pointerKey(command.name, command.channel)) {
      return `${command.kind} moves no such pointer`;
    }
    return command.kind === "promote"
      ? predictPromotion(command, old, this.#objects)
      : predictRollBack(command, old);
  }

  /** Whether a command may end so that ran beside others. */
  judge(process: Process, outcome: Outcome<CommandResult>): void {
    const log = this.#log(process.name);
    const problem = this.#findProblem(process, log, outcome);
    if (problem === null) return;
    const what = outcome.kind === "failed" ? outcome.error.message : JSON.stringify(outcome);
    throw new Error(`${process.name} (${JSON.stringify(log.command)}): ${problem}: ${what}`);
  }

  #findProblem(process: Process, log: Log, outcome: Outcome<CommandResult>): string | null {
    const elapsed = this.#now() - process.startedAt;
    const wasAnswerLost = process.faults.includes("answer-lost");
    switch (outcome.kind) {
      case "crashed":
        return null;
      case "done":
        return this.#findProblemOfResult(log, outcome.result, elapsed);
      case "failed":
        if (log.moves > 0 && !MAY_HAVE_MOVED.has(outcome.error.code)) return "it had moved";
        if (outcome.error.code === "promotion-conflict" && log.moves > 0 && !wasAnswerLost) {
          return "it had moved, and knew";
        }
        return this.#isExplained(outcome.error.code, process, log, elapsed)
          ? null
          : `${outcome.error.code} for no reason`;
    }
  }

  #findProblemOfResult(
    { command, moves }: Log,
    { moved, damages }: CommandResult,
    elapsed: number,
  ): string | null {
    if (moves !== (moved ? 1 : 0)) return `it moved ${moves} pointers`;
    if (damages > 0) return "there was no damage";
    if (command.kind !== "publish" || elapsed > CLAIM_MS) return null;
    const { name, version } = command.release;
    const isThere = this.#objects.has(publishedKey(name, version));
    return isThere ? null : "it is not published";
  }

  #isExplained(code: string, process: Process, log: Log, elapsed: number): boolean {
    const { command, reads, movedByOthers } = log;
    switch (code) {
      case "object-store-failed":
        return process.faults.some((fault) => fault.startsWith("error"));
      case "claim-lost":
        return elapsed > CLAIM_MS;
      case "release-damaged":
        return command.kind === "promote" && elapsed > CLAIM_MS;
      case "prune-too-slow":
        return elapsed > SWEEP_MS;
      case "version-exists":
        return command.kind === "publish";
      case "version-unknown": {
        if (command.kind !== "promote") return false;
        return reads.get(publishedKey(command.name, command.version)) === null;
      }
      case "model-incomplete":
        return this.#hasMovedOn(log);
      case "promotion-conflict": {
        if (command.kind !== "promote" && command.kind !== "roll-back") return false;
        const key = pointerKey(command.name, command.channel);
        return movedByOthers.has(key) || this.#predictFromRead(log) === code;
      }
      case "gates-not-passed":
      case "nothing-to-roll-back-to":
        return this.#predictFromRead(log) === code;
      default:
        return false;
    }
  }

  /** What the command has to do to the pointer that it has read. */
  #predictFromRead({ command, reads }: Log): PlainPointer | string {
    if (command.kind !== "promote" && command.kind !== "roll-back") return "nothing";
    const key = pointerKey(command.name, command.channel);
    const read = reads.get(key) ?? null;
    return this.#predict(command, key, read === null ? null : readPlainPointer(read));
  }

  /** A worker that was so slow that its channel has left what it reads twice. */
  #hasMovedOn({ command, reads }: Log): boolean {
    if (command.kind !== "read") return false;
    const { name, channel } = command;
    const read = reads.get(pointerKey(name, channel));
    if (!read) return false;
    const wanted = pinnedKey(name, readPlainPointer(read));
    const now = findPointer(name, channel, this.#objects);
    const kept = now === null ? [] : [now, ...(now.previous === null ? [] : [now.previous])];
    return kept.every((served) => pinnedKey(name, served) !== wanted);
  }
}

/** Failures that may come after the pointer was moved: nobody can tell. */
const MAY_HAVE_MOVED = new Set(["object-store-failed", "promotion-conflict"]);
const CLAIM_MS = 22 * 3_600_000;
const SWEEP_MS = 80_000;
