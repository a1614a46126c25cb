import type { SplitMetrics } from "@kanjo/shared/manifest";

import { formatPercent } from "../../terminal/reporter.ts";
import type { CardDraft } from "./card-draft.ts";
import { escapeMarkdown } from "./escape-markdown.ts";

/** What it cannot do, in plain words. */
export function describeLimits(draft: CardDraft): string {
  const { maxTokens, baseModel, metrics } = draft;
  const lines = [
    ...tellErrors(metrics["test"], draft.labels),
    "It was measured on texts like those that it was trained on. On other kinds of text it may be worse: evaluate it on your own before you rely on it.",
    ...(baseModel === null
      ? ["It was not pretrained: words that the training texts lack mean nothing to it."]
      : []),
    `Of texts longer than ${maxTokens} tokens it reads only the beginning.`,
    "Irony, quoted opinions and several opinions in one text are hard for a classifier of this size. It gives every text one of its labels, also one that has no sentiment or is not Japanese.",
    "It carries the views of the people who labelled the texts, and whatever bias the texts have. It should not decide about people by itself.",
  ];
  return `## Limits

${lines.map((line) => `- ${line}`).join("\n")}
`;
}

function tellErrors(test: SplitMetrics | undefined, labels: readonly string[]): string[] {
  if (test === undefined) return ["It was not measured on a test split."];
  const wrong = `About ${formatPercent(1 - test.accuracy)} of its answers on the test split are wrong.`;
  return [`${wrong}${tellCommonest(test, labels)}`];
}

/** Which label is taken for which most often. */
function tellCommonest({ confusionMatrix }: SplitMetrics, labels: readonly string[]): string {
  const mistakes = confusionMatrix.flatMap((row, gold) =>
    row.map((count, predicted) => ({ gold, predicted, count: gold === predicted ? 0 : count })),
  );
  const worst = mistakes.toSorted((a, b) => b.count - a.count)[0];
  if (worst === undefined || worst.count === 0) return "";
  const [gold, predicted] = [labels[worst.gold] ?? "", labels[worst.predicted] ?? ""].map(
    escapeMarkdown,
  );
  return ` The commonest mistake: ${gold} taken for ${predicted} (${worst.count} texts).`;
}
