import type { Problem } from "../http/problem.ts";
import { problems } from "../http/problems.ts";
import type { Serving } from "../http/serving.ts";
import { identify } from "../model-info/model-identity.ts";
import type { Model } from "../model/model.ts";
import type { Settings } from "../settings.ts";
import type { Options } from "./schemas.ts";

/** Why this question may not name a version or channel; null where it may, or does not. */
export function checkChoice({ version, channel }: Options, settings: Settings): Problem | null {
  const isChosen = version !== undefined || channel !== undefined;
  return isChosen && !settings.allowVersionChoice ? problems.versionChoiceOff() : null;
}

/**
 * Null where the loaded model is the one that was asked for. An isolate has room
 * for one model, so a choice never loads another: it makes sure that no other answers.
 */
export function checkLoaded(
  { version, channel }: Options,
  model: Model,
  channels: Serving["channels"],
): Problem | null {
  const served = channels.find(model.manifestSha256);
  const isWanted =
    (version === undefined || version === model.version) &&
    (channel === undefined || channel === served);
  return isWanted ? null : problems.versionNotServed({ ...identify(model), channel: served });
}
