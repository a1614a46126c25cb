"""The judge: BertJapaneseTokenizer of transformers with fugashi and MeCab's dictionaries.

    python bert_japanese.py VOCAB_FILE [--dictionary unidic_lite | ipadic]
        [--subwords character | wordpiece] [--lower]
        [--special-tokens '{"pad_token": "<pad>", ...}']

Reads one JSON object a line on stdin and writes one a line on stdout. The first line out
names the versions. Requests:

    {"text"}                              -> {"tokens", "ids"} of tokenize
    {"words": text}                       -> {"words"} of the word tokenizer
    {"text", "pair"?, "max_length"?,
     "pad_to"?, "encode": true}           -> {"ids", "type_ids", "attention_mask"} of __call__
    {"decode": [id, ...], "skip"?: bool}  -> {"text"}

Where MeCab itself fails, because it has cut a character in pieces after 65,535 bytes of
white space, the answer is {"fails": name of the exception}.
"""

import argparse
import json
import sys
from importlib.metadata import version
from typing import Any

from transformers import BertJapaneseTokenizer, logging

PACKAGES = {"unidic_lite": "unidic-lite", "ipadic": "ipadic"}


def load_tokenizer(arguments: argparse.Namespace) -> BertJapaneseTokenizer:
    return BertJapaneseTokenizer(
        arguments.vocab_file,
        do_lower_case=arguments.lower,
        word_tokenizer_type="mecab",
        subword_tokenizer_type=arguments.subwords,
        mecab_kwargs={"mecab_dic": arguments.dictionary},
        **arguments.special_tokens,
    )


def encode(tokenizer: BertJapaneseTokenizer, request: dict[str, Any]) -> dict[str, Any]:
    max_length = request.get("max_length")
    encoding = tokenizer(
        request["text"],
        request.get("pair"),
        truncation="longest_first" if max_length is not None else False,
        max_length=max_length,
        return_token_type_ids=True,
    )
    if "pad_to" in request:
        encoding = tokenizer.pad(encoding, padding="max_length", max_length=request["pad_to"])
    return {
        "ids": encoding["input_ids"],
        "type_ids": encoding["token_type_ids"],
        "attention_mask": encoding["attention_mask"],
    }


def answer(tokenizer: BertJapaneseTokenizer, request: dict[str, Any]) -> dict[str, Any]:
    if "decode" in request:
        skip = request.get("skip", False)
        return {"text": tokenizer.decode(request["decode"], skip_special_tokens=skip)}
    if request.get("encode", False):
        return encode(tokenizer, request)
    try:
        if "words" in request:
            return {"words": tokenizer.word_tokenizer.tokenize(request["words"])}
        tokens = tokenizer.tokenize(request["text"])
    except (SystemError, UnicodeDecodeError) as error:
        return {"fails": type(error).__name__}
    return {"tokens": tokens, "ids": tokenizer.convert_tokens_to_ids(tokens)}


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("vocab_file")
    parser.add_argument("--dictionary", choices=tuple(PACKAGES), default="unidic_lite")
    parser.add_argument("--subwords", choices=("character", "wordpiece"), default="character")
    parser.add_argument("--lower", action="store_true")
    parser.add_argument("--special-tokens", type=json.loads, default={})
    arguments = parser.parse_args()
    logging.set_verbosity_error()
    tokenizer = load_tokenizer(arguments)
    packages = ("transformers", "fugashi", PACKAGES[arguments.dictionary])
    print(json.dumps({name: version(name) for name in packages}), flush=True)
    for line in sys.stdin:
        print(json.dumps(answer(tokenizer, json.loads(line))), flush=True)


if __name__ == "__main__":
    main()
