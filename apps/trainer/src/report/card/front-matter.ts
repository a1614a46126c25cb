/** Metadata that the Hugging Face Hub reads from a model card (huggingface.co/docs/hub/model-cards). */
import { stringify } from "yaml";

import type { CardDraft, CardFacts } from "./card-draft.ts";
import { nameDataset, type NamedDataset } from "./name-dataset.ts";

/** Between its two lines of dashes. */
export function formatFrontMatter(draft: CardDraft, { license }: CardFacts): string {
  const dataset = nameDataset(draft);
  const baseModel = findHubModel(draft);
  const metadata = {
    language: ["ja"],
    ...(license === undefined ? {} : { license }),
    library_name: "transformers.js",
    pipeline_tag: "text-classification",
    tags: ["sentiment-analysis", "japanese", "onnx", "kanjo"],
    ...(baseModel === null ? {} : { base_model: baseModel }),
    ...(typeof dataset?.hubId === "string" ? { datasets: [dataset.hubId] } : {}),
    metrics: ["accuracy", "f1", "matthews_correlation"],
    ...indexResults(draft, dataset),
  };
  return `---\n${stringify(metadata)}---\n`;
}

/** The base model's id on the Hub; null for a folder, whose path is nobody's business. */
export function findHubModel({ baseModel }: Pick<CardDraft, "baseModel">): string | null {
  const isId = baseModel !== null && /^[A-Za-z0-9][\w.-]*\/[A-Za-z0-9][\w.-]*$/.test(baseModel);
  return isId ? baseModel : null;
}

/** Results on the test split, where there was one. */
function indexResults({ name, metrics }: CardDraft, dataset: NamedDataset | null): object {
  const test = metrics["test"];
  if (test === undefined) return {};
  const result = {
    task: { type: "text-classification", name: "Sentiment analysis" },
    dataset: {
      name: dataset?.name ?? "own texts",
      type: dataset?.hubId ?? "custom",
      split: "test",
    },
    metrics: [
      { type: "accuracy", name: "Accuracy", value: test.accuracy },
      { type: "f1", name: "Macro-F1", value: test.macroF1, args: { average: "macro" } },
      { type: "matthews_correlation", name: "Matthews correlation", value: test.matthews },
    ],
  };
  return { "model-index": [{ name, results: [result] }] };
}
