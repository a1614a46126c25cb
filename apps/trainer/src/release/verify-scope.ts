import { KanjoError } from "@kanjo/shared/error";

import type { ObjectStore } from "../object-store/object-store.ts";
import { listPinned } from "./plan-prune.ts";
import type { Survey } from "./survey-models.ts";

export type VerifyScope =
  /** All channels and versions; of all models where `name` is null. */
  | { readonly kind: "all"; readonly name: string | null }
  /** A version, with the manifests of its forced promotions. */
  | { readonly kind: "version"; readonly name: string; readonly version: string }
  /** What a channel serves, and what it would roll back to. */
  | { readonly kind: "channel"; readonly name: string; readonly channel: string };

/** The part of a survey that is asked about. @throws KanjoError `version-unknown`, `channel-empty` */
export function selectSurvey(
  survey: Survey,
  scope: VerifyScope,
  { description }: Pick<ObjectStore, "description">,
): Survey {
  if (scope.kind === "all") return survey;
  if (scope.kind === "version") {
    const manifests = survey.manifests.filter(({ version }) => version === scope.version);
    if (manifests.length > 0) return { manifests, channels: [], unknown: [] };
    throw new KanjoError(
      "version-unknown",
      `${scope.name} ${scope.version} is not published in ${description}`,
      { hint: "pnpm --filter trainer run list shows the versions that there are." },
    );
  }
  const channels = survey.channels.filter(({ channel }) => channel === scope.channel);
  if (channels.length === 0) {
    throw new KanjoError(
      "channel-empty",
      `${scope.name}: the channel ${scope.channel} serves nothing in ${description}`,
      { hint: "pnpm --filter trainer channels shows those that there are, promote fills one." },
    );
  }
  const pinned = new Set(listPinned({ ...survey, channels }).map(({ key }) => key));
  return {
    manifests: survey.manifests.filter(({ key }) => pinned.has(key)),
    channels,
    unknown: [],
  };
}
