/**
 * Reads a Hugging Face Hub `tokenizer_config.json`. Of the settings that change
 * a text's ids or a decoded text, those that this tokenizer does not have yet are
 * refused by name; defaults are those of transformers 5. Fields that change
 * neither (`name_or_path`, `model_max_length`, ...) are passed over.
 * `mecab_kwargs.mecab_dic` is passed over too: with characters the dictionary
 * drops out.
 */
import * as z from "zod";

import { KanjoError } from "../error.ts";
import { describeIssues } from "../zod-issues.ts";
import type { TokenizerConfig } from "./config.ts";

const AddedToken = z.object({
  content: z.string(),
  lstrip: only(false).optional(),
  rstrip: only(false).optional(),
  single_word: only(false).optional(),
});

const MecabOptions = z.object({
  normalize_text: only(true).optional(),
  mecab_option: only(null, "").optional(),
});

const HubTokenizerConfig = z
  .object({
    tokenizer_class: only("BertJapaneseTokenizer"),
    do_lower_case: only(false).optional(),
    do_word_tokenize: only(true).optional(),
    do_subword_tokenize: only(true).optional(),
    word_tokenizer_type: only("mecab"),
    subword_tokenizer_type: only("character"),
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

/**
 * Turns the text of a Hub `tokenizer_config.json` into our configuration.
 * @throws KanjoError `tokenizer-config-invalid` when it is not JSON, `tokenizer-config-unsupported` naming the fields that stand in the way
 */
export function parseHubTokenizerConfig(text: string): TokenizerConfig {
  const result = HubTokenizerConfig.safeParse(parseJson(text));
  if (!result.success) {
    throw new KanjoError(
      "tokenizer-config-unsupported",
      `tokenizer_config.json: ${describeIssues(result.error)}`,
      {
        hint: "Use a model with mecab words and character subwords, such as tohoku-nlp/bert-base-japanese-char-v3.",
        cause: result.error,
      },
    );
  }
  const hub = result.data;
  return {
    kind: "bert-japanese",
    wordTokenizer: hub.word_tokenizer_type,
    subwordTokenizer: hub.subword_tokenizer_type,
    doLowerCase: false,
    specialTokens: {
      pad: hub.pad_token,
      unk: hub.unk_token,
      cls: hub.cls_token,
      sep: hub.sep_token,
      mask: hub.mask_token,
    },
  };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new KanjoError("tokenizer-config-invalid", "tokenizer_config.json: not JSON", { cause });
  }
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
