/** Ours and its peers take turns over the same texts, so that a noisy moment hits all alike. */
import { messageOf } from "@kanjo/shared/error";

import { quantile } from "../quantile.ts";
import type { Pass, Peer } from "./peer.ts";
import type { ProcessMemory } from "./process-memory.ts";
import type { TextFile } from "./texts.ts";

const ROUNDS = 9;

/** One that may compete. */
export interface Candidate {
  readonly name: string;
  readonly start: () => Promise<Peer>;
}

/** Who goes over the same texts. */
export interface LineUp {
  readonly title: string;
  readonly texts: TextFile;
  readonly ours: Candidate;
  readonly peers: readonly Candidate[];
}

export interface Competition {
  readonly lineUp: LineUp;
  /** Ours first. */
  readonly standings: readonly Standing[];
  /** `fugashi: No module named 'fugashi'` */
  readonly skipped: readonly string[];
}

export interface Standing {
  readonly name: string;
  /** Medians. */
  readonly megabytesPerSecond: number;
  readonly sentencesPerSecond: number;
  /** How many times as fast ours was: median over the rounds, each with ours beside it. */
  readonly oursIsTimes: number;
  readonly units: number | null;
  readonly memory: ProcessMemory | null;
}

/** Lets ours and all peers that can start go over the texts, a warm-up and {@link ROUNDS} rounds. */
export async function compete(lineUp: LineUp): Promise<Competition> {
  const { ours, peers, texts } = lineUp;
  const skipped: string[] = [];
  const runners: Runner[] = [await startRunner(ours)];
  try {
    for (const candidate of peers) {
      const runner = await startRunner(candidate).catch(messageOf);
      if (typeof runner === "string") skipped.push(`${candidate.name}: ${runner}`);
      else runners.push(runner);
    }
    for (let round = 0; round <= ROUNDS; round += 1) await runRound(runners, round);
    return { lineUp, standings: await rank(runners, texts), skipped };
  } finally {
    for (const { peer } of runners) peer.stop();
  }
}

interface Runner {
  readonly name: string;
  readonly peer: Peer;
  readonly passes: Pass[];
}

async function startRunner({ name, start }: Candidate): Promise<Runner> {
  return { name, peer: await start(), passes: [] };
}

/** Every other round goes backwards; the first one is for warming up. */
async function runRound(runners: readonly Runner[], round: number): Promise<void> {
  const order = round % 2 === 0 ? runners : runners.toReversed();
  for (const { peer, passes } of order) {
    const pass = await peer.pass();
    if (round > 0) passes.push(pass);
  }
}

async function rank(runners: readonly Runner[], texts: TextFile): Promise<Standing[]> {
  const ours = runners[0]?.passes ?? [];
  return Promise.all(
    runners.map(async ({ name, peer, passes }) => {
      const seconds = median(passes.map((pass) => pass.seconds));
      const ratios = passes.map(
        (pass, round) => pass.seconds / (ours[round]?.seconds ?? Number.NaN),
      );
      return {
        name,
        megabytesPerSecond: texts.bytes / 1e6 / seconds,
        sentencesPerSecond: texts.sentences / seconds,
        oursIsTimes: median(ratios),
        units: passes.at(-1)?.units ?? null,
        memory: await peer.readMemory(),
      };
    }),
  );
}

function median(values: readonly number[]): number {
  return quantile(values, 0.5);
}
