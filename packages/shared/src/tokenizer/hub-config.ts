/**
 * Reads a Hugging Face Hub `tokenizer_config.json`. Of the settings that change
 * a text's ids or a decoded text, those that this tokenizer does not have are
 * refused by name; defaults are those of transformers 5. Fields that change
 * neither (`name_or_path`, `model_max_length`, ...) are passed over.
 */
import * as z from "zod";

import { KanjoError } from "../error.ts";
import { describeIssues } from "../zod-issues.ts";
import type { BertJapaneseTokenizerConfig } from "./config.ts";
import { parseHubJson } from "./hub/parse-hub-json.ts";
import { chooseMecabDic } from "./mecab-dic.ts";

const AddedToken = z.object({
  content: z.string(),
  lstrip: only(false).optional(),
  rstrip: only(false).optional(),
  single_word: only(false).optional(),
});

const MecabOptions = z.object({
  mecab_dic: only("ipadic", "unidic_lite", "unidic", null).optional(),
  normalize_text: only(true).optional(),
  mecab_option: only(null, "").optional(),
});

const HubTokenizerConfig = z
  .object({
    /** Old configurations leave it to the model's `config.json`; their other fields give them away. */
    tokenizer_class: only("BertJapaneseTokenizer").optional(),
    do_lower_case: only(false, true).default(false),
    do_word_tokenize: only(true).optional(),
    do_subword_tokenize: only(true).optional(),
    word_tokenizer_type: only("mecab"),
    subword_tokenizer_type: only("wordpiece", "character").default("wordpiece"),
    never_split: z.array(z.string()).length(0, "is not empty, which is not supported").nullish(),
    mecab_kwargs: MecabOptions.nullish(),
    split_special_tokens: only(false).optional(),
    clean_up_tokenization_spaces: only(false).optional(),
    padding_side: only("right").optional(),
    truncation_side: only("right").optional(),
    pad_token: specialToken("[PAD]"),
    unk_token: specialToken("[UNK]"),
    cls_token: specialToken("[CLS]"),
    sep_token: specialToken("[SEP]"),
    mask_token: specialToken("[MASK]"),
    additional_special_tokens: noTokens(),
    extra_special_tokens: noTokens(),
    added_tokens_decoder: z.record(z.string(), AddedToken).optional(),
  })
  .superRefine(refuseAddedTokens);

export interface HubConfigOptions {
  /** The dictionary, where the configuration does not say: `ipadic`, `unidic_lite` or `unidic`. */
  readonly mecabDic?: string | undefined;
  /** The class, where the configuration does not say: `tokenizer_class` of the model's `config.json`. */
  readonly tokenizerClass?: string | undefined;
}

/**
 * Turns the text of a Hub `tokenizer_config.json` into our configuration.
 * @throws KanjoError `tokenizer-config-invalid` when it is not JSON, `tokenizer-config-unsupported` naming the fields that stand in the way, `mecab-dic-unspecified` when the ids depend on a dictionary that nobody names, `mecab-dic-conflict` when the options name another one
 */
export function parseHubTokenizerConfig(
  text: string,
  options: HubConfigOptions = {},
): BertJapaneseTokenizerConfig {
  const hub = parseSupported(text, options.tokenizerClass);
  const words = { subwordTokenizer: hub.subword_tokenizer_type, doLowerCase: hub.do_lower_case };
  return {
    kind: "bert-japanese",
    wordTokenizer: hub.word_tokenizer_type,
    mecabDic: chooseMecabDic(hub.mecab_kwargs?.mecab_dic ?? null, options.mecabDic ?? null, words),
    ...words,
    specialTokens: {
      pad: hub.pad_token,
      unk: hub.unk_token,
      cls: hub.cls_token,
      sep: hub.sep_token,
      mask: hub.mask_token,
    },
  };
}

function parseSupported(text: string, tokenizerClass?: string): z.infer<typeof HubTokenizerConfig> {
  const json = parseHubJson("tokenizer_config.json", text, z.looseObject({}));
  const result = HubTokenizerConfig.safeParse({ tokenizer_class: tokenizerClass, ...json });
  if (result.success) return result.data;
  throw new KanjoError(
    "tokenizer-config-unsupported",
    `tokenizer_config.json: ${describeIssues(result.error)}`,
    {
      hint: "Use a model with mecab words and wordpiece or character subwords, such as tohoku-nlp/bert-base-japanese-v3.",
      cause: result.error,
    },
  );
}

/** A setting of which few values are supported; the error names the value that was found. */
function only<const Value extends string | boolean | null>(...values: Value[]) {
  const supported = values.map((value) => JSON.stringify(value)).join(" or ");
  return z.literal(values, {
    error: ({ input }) =>
      `is ${JSON.stringify(input) ?? "missing"}, only ${supported} is supported`,
  });
}

function specialToken(fallback: string) {
  return z
    .union([z.string(), AddedToken.transform((token) => token.content)])
    .optional()
    .transform((token) => token ?? fallback);
}

function noTokens() {
  return z
    .union([z.array(z.unknown()).length(0), z.strictObject({})], {
      error: "names further special tokens, which are not supported",
    })
    .nullish();
}

interface TokenFields {
  readonly added_tokens_decoder?:
    | Readonly<Record<string, { readonly content: string }>>
    | undefined;
  readonly pad_token: string;
  readonly unk_token: string;
  readonly cls_token: string;
  readonly sep_token: string;
  readonly mask_token: string;
}

/** A saved configuration lists the special tokens once more; any other added token would be matched in texts. */
function refuseAddedTokens(hub: TokenFields, context: z.RefinementCtx): void {
  const specials = new Set([
    hub.pad_token,
    hub.unk_token,
    hub.cls_token,
    hub.sep_token,
    hub.mask_token,
  ]);
  for (const [id, token] of Object.entries(hub.added_tokens_decoder ?? {})) {
    if (specials.has(token.content)) continue;
    context.addIssue({
      code: "custom",
      path: ["added_tokens_decoder", id],
      message: `adds ${JSON.stringify(token.content)}, only the five special tokens are supported`,
    });
  }
}
