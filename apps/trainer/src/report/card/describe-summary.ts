import { formatPercent } from "../../terminal/reporter.ts";
import type { CardDraft } from "./card-draft.ts";
import { escapeMarkdown, quoteCode } from "./escape-markdown.ts";
import { findHubModel } from "./front-matter.ts";

/** What the model is, in English and in Japanese. */
export function describeSummary(draft: CardDraft): string {
  return `# ${escapeMarkdown(draft.name)} ${escapeMarkdown(draft.version)}

${describeInEnglish(draft)}

**日本語概要** ${describeInJapanese(draft)}
`;
}

function describeInEnglish(draft: CardDraft): string {
  const { labels, maxTokens, compression } = draft;
  return `A Japanese text classifier for sentiment with ${labels.length} labels (${labels.map(escapeMarkdown).join(", ")}), ${nameOrigin(draft)}. It reads up to ${maxTokens} tokens; longer texts lose their end. The weights are ${compression.weights}, and it runs in onnxruntime on one core, in a browser or in a worker.`;
}

function nameOrigin(draft: CardDraft): string {
  if (draft.baseModel === null) return "trained from scratch, without pretraining";
  const id = findHubModel(draft);
  return id === null ? "trained from a base model of its makers" : `trained from ${quoteCode(id)}`;
}

function describeInJapanese(draft: CardDraft): string {
  const { labels, maxTokens, metrics } = draft;
  const test = metrics["test"];
  const origin =
    draft.baseModel === null ? "事前学習なしで一から学習した" : "事前学習モデルから学習した";
  const accuracy =
    test === undefined
      ? ""
      : `テストデータ${test.count}件での正解率は${formatPercent(test.accuracy)}、マクロF1は${test.macroF1.toFixed(3)}です。`;
  return `日本語のテキストの感情を${labels.length}クラス（${labels.map(escapeMarkdown).join("、")}）に分類する、${origin}モデルです。最大${maxTokens}トークンまで読みます。${accuracy}数値はすべて公開ファイルをonnxruntime-webで動かして測定しました。`;
}
