import type { ObjectStore } from "../object-store/object-store.ts";
import { type SurveyedChannel, surveyModels } from "./survey-models.ts";

/** Every channel of a model, or of all, in the order of names. */
export async function listChannels(
  name: string | null,
  store: ObjectStore,
): Promise<readonly SurveyedChannel[]> {
  return (await surveyModels({ store, name })).channels;
}
