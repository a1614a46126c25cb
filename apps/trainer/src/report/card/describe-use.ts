import type { CardDraft } from "./card-draft.ts";

/** What transformers.js calls the weights in `onnx/`. */
const TYPES = { fp32: "fp32", int8: "q8", int4: "q4" } as const;

/** Examples for the three ways in. */
export function describeUse({ compression, maxTokens, tokenizer }: CardDraft): string {
  const dictionary =
    tokenizer.mecabDic === null ? "" : ", dictionary: openDictionary(dictionaryBytes)";
  return `## Use

The worker answers with the label, the scores and the version that gave them; \`SENTIMENT_URL\` stands for its address.

\`\`\`sh
curl --get "$SENTIMENT_URL/sentiment" --data-urlencode "text=とても良かったです"
\`\`\`

\`\`\`js
const url = new URL("/sentiment", SENTIMENT_URL);
url.searchParams.set("text", "とても良かったです");
const { label, score, scores, model } = await (await fetch(url)).json();
\`\`\`

transformers.js opens this folder, given the ids of Kanjo's tokenizer, which are those of \`BertJapaneseTokenizer\`; transformers.js itself cannot cut Japanese words. One text at a time gives the scores that were evaluated.

\`\`\`js
import { AutoModelForSequenceClassification, Tensor } from "@huggingface/transformers";
import { loadTokenizer } from "@kanjo/shared/tokenizer/load";${tokenizer.mecabDic === null ? "" : '\nimport { openDictionary } from "@kanjo/shared/segmenter";'}

const tokenizer = loadTokenizer(manifest.tokenizer, { vocabulary${dictionary} });
const model = await AutoModelForSequenceClassification.from_pretrained(folder, { dtype: "${TYPES[compression.weights]}" });
const { ids, attentionMask, typeIds } = tokenizer.encode(text, { maxTokens: ${maxTokens} });
const tensor = (values) => new Tensor("int64", BigInt64Array.from(values, BigInt), [1, values.length]);
const { logits } = await model({
  input_ids: tensor(ids),
  attention_mask: tensor(attentionMask),
  token_type_ids: tensor(typeIds),
});
\`\`\`

The scores are the softmax of the logits; the temperature lies in the last layer already.
`;
}
