/** One run of the simulation, with a witness at its store. */
import type { ObjectStore } from "../../src/object-store/object-store.ts";
import { chooseCommand, type Command, describeCommand, runCommand } from "./commands.ts";
import { expectAlone } from "./expect-alone.ts";
import { createRandom, type Random } from "./random.ts";
import { type Fault, FAULTS, type Hang, Simulation, START_MS } from "./simulation.ts";
import { Witness } from "./witness.ts";

export interface Stage {
  /** Where the releases lie that are published (release-folders.ts). */
  readonly foldersDir: string;
  /** An empty store with this clock, or one with a clock of its own. */
  readonly openStore: (now: () => number) => ObjectStore;
  readonly listing: "live" | "page";
  /** The store's clock, where it is not the simulation's. */
  readonly storeNow?: () => number;
}

/** How bad it is: at how many of the requests a fault comes, or some process hangs. */
interface Weather {
  readonly faults: number;
  readonly hangs: number;
}

/** Another command, in the middle of one. */
export interface Interruption {
  /** Requests of the first that come before. */
  readonly after: number;
  /** That pass while it hangs. */
  readonly milliseconds: number;
  readonly by: Command;
}

const CALM: Weather = { faults: 0, hangs: 0 };
const HANGS_MS = [0, 20_000, 100_000, 130_000, 600_000, 31 * 3_600_000];
/** Never 24 hours together, which is the age that rules ask about. */
const BREAKS_MS = [1_000, 130_000, 7 * 3_600_000, 31 * 3_600_000];
const TRACE_LINES_SHOWN = 120;

export class Play {
  readonly witness: Witness;
  readonly random: Random;
  readonly #seed: number;
  readonly #stage: Stage;
  readonly #simulation: Simulation;
  readonly #time = { now: START_MS };
  readonly #storeNow: () => number;
  #weather = CALM;
  /** In place of the weather. */
  #faults: ((what: string, process: string) => Fault | null) | null = null;
  #hang: Hang | null = null;
  #commands = 0;

  constructor(seed: number, stage: Stage) {
    const [random, time] = [createRandom(seed), this.#time];
    this.#seed = seed;
    this.#stage = stage;
    this.random = random;
    this.#storeNow = stage.storeNow ?? (() => time.now);
    this.witness = new Witness(() => time.now, this.#storeNow);
    this.#simulation = new Simulation({
      store: stage.openStore(() => time.now),
      random,
      observer: this.witness,
      time,
      listing: stage.listing,
      chooseFault: (what, process) => this.#chooseFault(what, process),
      chooseDelay: () => random.below(300),
      chooseHang: () => this.#chooseHang(),
    });
  }

  /** How many requests there were. */
  get requests(): number {
    return this.#simulation.requests;
  }

  #chooseFault(what: string, process: string): Fault | null {
    if (this.#faults !== null) return this.#faults(what, process);
    return this.random.chance(this.#weather.faults) ? this.random.pick(FAULTS) : null;
  }

  #chooseHang(): Hang | null {
    const { random } = this;
    const planned = this.#hang;
    this.#hang = null;
    if (planned !== null) return planned;
    if (!random.chance(this.#weather.hangs)) return null;
    return { milliseconds: random.pick(HANGS_MS), turns: random.below(100) };
  }

  /** Gives a failure the seed and what led to it. */
  async explain<Result>(work: () => Promise<Result>): Promise<Result> {
    try {
      return await work();
    } catch (cause) {
      const trace = this.#simulation.trace.slice(-TRACE_LINES_SHOWN).join("\n");
      throw new Error(`seed ${this.#seed}: ${String(cause)}\n${trace}`, { cause });
    }
  }

  /** Three actors give commands, each one after the other. @returns those that were cut off */
  async playTogether(commandsEach: number): Promise<readonly Command[]> {
    const { random } = this;
    this.#weather = {
      faults: random.pick([0, 0.01, 0.03]),
      hangs: random.pick([0, 0.003, 0.01, 0.03]),
    };
    const cutOff: Command[] = [];
    const act = async (actor: string): Promise<void> => {
      for (let count = 0; count < commandsEach; count += 1) {
        const command = this.chooseCommand();
        const wasCutOff = await this.#give(actor, command);
        if (!wasCutOff) continue;
        // Whoever sees that gives the same command again, now or when it has calmed down.
        const isGivenAgain = random.chance(0.5) && !(await this.#give(actor, command));
        if (!isGivenAgain) cutOff.push(command);
      }
    };
    await this.#simulation.drive(Promise.all(["a", "b", "c"].map(act)));
    this.#weather = CALM;
    return cutOff;
  }

  /** @returns whether something happened to one of its requests, so that its end is not its own */
  async #give(actor: string, command: Command): Promise<boolean> {
    const { process, outcome } = await this.#run(actor, command);
    this.witness.judge(process, outcome);
    const isLost = outcome.kind === "failed" && outcome.error.code === "object-store-failed";
    return isLost || outcome.kind === "crashed";
  }

  #run(actor: string, command: Command) {
    this.#commands += 1;
    const name = `${actor}${this.#commands}`;
    this.witness.begin(name, command);
    this.#simulation.trace.push(`${name}: ${describeCommand(command)}`);
    return this.#simulation.start(name, (process) =>
      runCommand(command, process, this.#stage.foldersDir),
    );
  }

  /** Gives a command that nothing disturbs, and holds what it does to the model. */
  async playAlone(command: Command): Promise<void> {
    const { witness } = this;
    const before = new Map(witness.objects);
    const { foldersDir } = this.#stage;
    const expectation = await expectAlone(command, before, this.#storeNow(), foldersDir);
    const { process, outcome } = await this.#simulation.drive(this.#run("alone ", command));
    witness.judge(process, outcome);
    const problem = expectation(outcome, witness.objects);
    if (problem !== null) throw new Error(`${describeCommand(command)}: ${problem}`);
  }

  /**
   * Gives a command while something happens to one of its requests, or to none.
   * @param at number of that request among the command's, from 1
   * @returns what it asked for, in order
   */
  async playDisturbed(
    command: Command,
    at: number,
    fault: Fault | null,
  ): Promise<readonly string[]> {
    const requests: string[] = [];
    this.#faults = (what) => (requests.push(what) === at ? fault : null);
    await this.#simulation.drive(this.#give("disturbed ", command));
    this.#faults = null;
    return requests;
  }

  /**
   * Gives a command that hangs after some of its requests until another one has ended.
   * @returns whether it came so far
   */
  async playInterrupted(
    command: Command,
    { after, milliseconds, by }: Interruption,
  ): Promise<boolean> {
    const reached = Promise.withResolvers<boolean>();
    let requests = 0;
    this.#faults = (_, process) => {
      if (process.startsWith("first")) requests += 1;
      if (requests !== after) return null;
      requests += 1;
      // Before the other one asks for anything.
      this.#time.now += milliseconds;
      this.#hang = { milliseconds: 0, turns: Infinity, process };
      reached.resolve(true);
      return null;
    };
    const hang = async (): Promise<void> => {
      await this.#give("first ", command);
      reached.resolve(false);
    };
    const interrupt = async (): Promise<boolean> => {
      const isHanging = await reached.promise;
      if (isHanging) await this.#give("second ", by);
      return isHanging;
    };
    const [, wasReached] = await this.#simulation.drive(Promise.all([hang(), interrupt()]));
    this.#faults = null;
    return wasReached;
  }

  /** Begins with what another one has left; `put` places an object in this one's store. */
  restore(from: Play, put: (key: string, bytes: Uint8Array<ArrayBuffer>) => void): void {
    const objects = [...from.witness.objects].toSorted(([, a], [, b]) => a.sequence - b.sequence);
    for (const [key, { bytes, writtenAt }] of objects) {
      this.#time.now = writtenAt;
      put(key, new Uint8Array(bytes));
    }
    this.#time.now = from.#time.now;
    this.witness.restore(from.witness.objects);
  }

  letTimePass(milliseconds = this.random.pick(BREAKS_MS)): void {
    this.#time.now += milliseconds;
  }

  chooseCommand(): Command {
    return chooseCommand(this.random, this.witness);
  }
}
