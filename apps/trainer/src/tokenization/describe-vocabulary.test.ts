import { loadTokenizer } from "@kanjo/shared/tokenizer/load";
import { expect, test } from "vitest";

import { CHARACTER_CONFIG, makeCharacterTokenizer } from "../../test/character-tokenizer.ts";
import { describeVocabulary } from "./describe-vocabulary.ts";

test("a vocabulary of ours has its special tokens first", () => {
  expect(describeVocabulary(makeCharacterTokenizer(["良い"]), CHARACTER_CONFIG)).toEqual({
    size: 7,
    pad_token_id: 0,
    mask_token_id: 4,
    special_token_ids: [0, 1, 2, 3, 4],
  });
});

test("an inherited one has them anywhere, by any name", () => {
  const specialTokens = { pad: "<pad>", unk: "<unk>", cls: "<s>", sep: "</s>", mask: "<mask>" };
  const config = { ...CHARACTER_CONFIG, specialTokens };
  const vocabulary = ["良", "<mask>", "い", "</s>", "<unk>", "<s>", "<pad>", ""].join("\n");
  expect(describeVocabulary(loadTokenizer(config, { vocabulary }), config)).toEqual({
    size: 7,
    pad_token_id: 6,
    mask_token_id: 1,
    special_token_ids: [6, 4, 5, 3, 1],
  });
});
