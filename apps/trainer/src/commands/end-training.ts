/** What comes after the training: its release is published, also by `--resume` where that was cut off. */
import { KanjoError } from "@kanjo/shared/error";

import { withObjectStore } from "../object-store/open-object-store.ts";
import type { RunOptions } from "../pipeline/run-state.ts";
import { openRunFolder, type RunFolder } from "../run/run-folder.ts";
import { showPath } from "../terminal/show-path.ts";
import type { Terminal } from "../terminal/terminal.ts";
import { sayHowToGoOn } from "./go-on-hint.ts";
import { awaitsPublishing, isPromoted, publishRun } from "./publish-run.ts";
import { showFinishedBefore } from "./show-finished.ts";

/** Does what is left of a run whose training has come to its end. */
export async function endTraining(
  dir: string,
  {
    version,
    publish,
    channel,
    force,
  }: Pick<RunOptions, "version" | "publish" | "channel" | "force">,
  json: boolean,
  terminal: Terminal,
): Promise<void> {
  const isLeft = publish && (await awaitsPublishing(dir, channel));
  const shown = showPath(dir, terminal.callerDir);
  const state = isLeft ? "trained, and not published yet" : "finished: nothing is left to do";
  terminal.reporter.line("run", `${shown} is ${state}`);
  if (isLeft) await publishTrained(await openRunFolder(dir), { channel, force }, terminal);
  const run = { version, dir, isPublished: await isPromoted(dir, channel) };
  await showFinishedBefore(run, { isNew: isLeft, json }, terminal);
}

/** Publishes and promotes; what was trained is not lost with a publication that fails. */
export async function publishTrained(
  run: RunFolder,
  promotion: Pick<RunOptions, "channel" | "force">,
  terminal: Terminal,
): Promise<void> {
  const goOn = `${commandToGoOn(run.dir, terminal)} --channel ${promotion.channel}`;
  await sayHowToGoOn(goOn, async () => {
    try {
      await withObjectStore((store) => publishRun(run, promotion, store, terminal.reporter));
    } catch (cause) {
      // What was published and not promoted says itself how that is done all the same.
      if (!(cause instanceof KanjoError) || cause.code === "gates-not-passed") throw cause;
      const hint = `${cause.hint ?? ""} The model is kept; to publish it: ${goOn}`.trim();
      throw new KanjoError(cause.code, cause.message, { hint, cause });
    }
  });
}

/** The command that goes on with a run. */
export function commandToGoOn(dir: string, { callerDir }: Terminal): string {
  return `pnpm --filter trainer train --resume ${showPath(dir, callerDir)}`;
}
