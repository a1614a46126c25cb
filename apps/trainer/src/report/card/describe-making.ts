import { formatPercent } from "../../terminal/reporter.ts";
import type { CardDraft } from "./card-draft.ts";
import { escapeMarkdown, quoteCode } from "./escape-markdown.ts";
import { formatMarkdownTable } from "./markdown-table.ts";
import { nameDataset, readField } from "./name-dataset.ts";

/** Compression, data and recipe. */
export function describeMaking(draft: CardDraft): string {
  return `${describeCompression(draft)}
## Training

${describeData(draft)} The recipe, as it was resolved, stands in \`manifest.json\`.

${formatMarkdownTable(["setting", "value"], listSettings(draft), "text")}
`;
}

function describeCompression({ compression }: CardDraft): string {
  const { weights, agreement, floatAccuracy, vocabulary } = compression;
  const trimmed =
    vocabulary === null
      ? ""
      : ` The vocabulary keeps ${vocabulary.kept} of ${vocabulary.of} entries: the others occur in none of the training's texts.`;
  return `## Compression

Weights: ${weights}. ${formatPercent(agreement)} of the labels are those of the float32 model, whose accuracy is ${formatPercent(floatAccuracy)}.${trimmed}
`;
}

function describeData(draft: CardDraft): string {
  const dataset = nameDataset(draft);
  return dataset === null
    ? "Trained on labelled texts of its makers, which are not part of the release."
    : `Trained on ${escapeMarkdown(dataset.name)}, which is not part of the release.`;
}

const SETTINGS = ["epochs", "batch_size", "learning_rate", "weight_decay", "seed"] as const;

function listSettings({ provenance, tokenizer, maxTokens }: CardDraft): string[][] {
  const training = readField(provenance.recipe, "training");
  const settings = SETTINGS.flatMap((name) => {
    const value = readField(training, name);
    return typeof value === "number" ? [[name.replaceAll("_", " "), String(value)]] : [];
  });
  const recipe = readField(provenance.recipe, "name");
  return [
    ...(typeof recipe === "string" ? [["recipe", quoteCode(recipe)]] : []),
    [
      "tokenizer",
      escapeMarkdown(
        [tokenizer.subwordTokenizer, tokenizer.mecabDic].filter((part) => part !== null).join(", "),
      ),
    ],
    ["longest input", `${maxTokens} tokens`],
    ...settings,
  ];
}
