import type { VocabularyShape } from "@kanjo/shared/contract/job";
import type { Tokenizer } from "@kanjo/shared/tokenizer";
import type { TokenizerConfig } from "@kanjo/shared/tokenizer/config";

/** What the engine has to know of a tokenizer; inherited vocabularies have their special tokens anywhere. */
export function describeVocabulary(
  tokenizer: Tokenizer,
  { specialTokens }: TokenizerConfig,
): VocabularyShape {
  const { pad, unk, cls, sep, mask } = specialTokens;
  const idOf = (token: string): number => findId(tokenizer, token);
  return {
    size: tokenizer.vocabularySize,
    pad_token_id: idOf(pad),
    mask_token_id: idOf(mask),
    special_token_ids: [pad, unk, cls, sep, mask].map(idOf),
  };
}

/** A special token in a text stands for itself: [CLS] token [SEP]. */
function findId(tokenizer: Tokenizer, token: string): number {
  const [, id, ...rest] = tokenizer.encode(token).ids;
  if (id !== undefined && rest.length === 1) return id;
  throw new Error(`special token ${token} is not one token`);
}
