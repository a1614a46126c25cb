import { Tokenizer as HuggingFaceTokenizer } from "@huggingface/tokenizers";

import { KanjoError, messageOf } from "../../error.ts";
import type { Tokenizer } from "../tokenizer.ts";
import { adaptPreTokenizer } from "./adapt-pre-tokenizer.ts";
import { JsonTokenizer } from "./json-tokenizer.ts";
import { parseHubJson } from "./parse-hub-json.ts";
import type { Pipeline } from "./pipeline.ts";
import { TokenizerJson, TokenizerJsonConfig } from "./tokenizer-json.ts";

/**
 * Makes the tokenizer of a `tokenizer.json`.
 * @param configText the `tokenizer_config.json` beside it
 * @throws KanjoError `tokenizer-config-invalid`, `tokenizer-json-unsupported`
 */
export function loadJsonTokenizer(text: string, configText = "{}"): Tokenizer {
  const json = parseHubJson("tokenizer.json", text, TokenizerJson);
  const config = parseHubJson("tokenizer_config.json", configText, TokenizerJsonConfig);
  return new JsonTokenizer(openPipeline(json, config), json, config);
}

function openPipeline(json: TokenizerJson, config: TokenizerJsonConfig): Pipeline {
  try {
    const adapted = { ...json, pre_tokenizer: adaptPreTokenizer(json.pre_tokenizer) };
    return new HuggingFaceTokenizer(adapted, config);
  } catch (cause) {
    throw new KanjoError(
      "tokenizer-json-unsupported",
      `tokenizer.json: @huggingface/tokenizers does not read it: ${messageOf(cause)}`,
      { cause },
    );
  }
}
