"""The judge of what comes after the words: transformers' own classes on given words.

    python subwords.py VOCAB_FILE

Reads one JSON object a line on stdin and writes one a line on stdout. The first line out
names the versions. Requests:

    {"words": [...], "subwords": "wordpiece" | "character", "lower"?: bool}
                       -> {"tokens", "ids"} of these words of MeCab
    {"lower": text}    -> {"text"} of str.lower
"""

import argparse
import json
import sys
from importlib.metadata import version
from types import SimpleNamespace
from typing import Any

from transformers.models.bert_japanese.tokenization_bert_japanese import (
    CharacterTokenizer,
    MecabTokenizer,
    WordpieceTokenizer,
    load_vocab,
)

SPECIAL_TOKENS = ["[UNK]", "[SEP]", "[PAD]", "[CLS]", "[MASK]"]


class GivenWords(MecabTokenizer):
    """MecabTokenizer with words that are given instead of MeCab's."""

    def __init__(self, words: list[str], do_lower_case: bool) -> None:
        self.do_lower_case = do_lower_case
        self.never_split = []
        self.normalize_text = False
        self.mecab = lambda _text: [SimpleNamespace(surface=word) for word in words]


def tokenize(vocab: dict[str, int], request: dict[str, Any]) -> dict[str, Any]:
    words = GivenWords(request["words"], request.get("lower", False))
    kind = WordpieceTokenizer if request["subwords"] == "wordpiece" else CharacterTokenizer
    subwords = kind(vocab=vocab, unk_token="[UNK]")
    tokens = [
        token
        for word in words.tokenize("", never_split=SPECIAL_TOKENS)
        for token in subwords.tokenize(word)
    ]
    return {"tokens": tokens, "ids": [vocab[token] for token in tokens]}


def answer(vocab: dict[str, int], request: dict[str, Any]) -> dict[str, Any]:
    if "words" not in request:
        return {"text": request["lower"].lower()}
    return tokenize(vocab, request)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("vocab_file")
    vocab = load_vocab(parser.parse_args().vocab_file)
    print(json.dumps({"transformers": version("transformers")}), flush=True)
    for line in sys.stdin:
        print(json.dumps(answer(vocab, json.loads(line))), flush=True)


if __name__ == "__main__":
    main()
