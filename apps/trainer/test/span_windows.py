"""The judge: a question's windows as transformers' question answering prepares them.

    python span_windows.py TOKENIZER_JSON

Reads one JSON object a line, {question, context, answer, start, max_tokens, stride}, and
writes one a line, {windows: [{ids, type_ids, start, end, offsets}]}; offsets are code points
in the context, null outside of it. The rules for `start` and `end` are those of
`prepare_train_features` in examples/pytorch/question-answering/run_qa.py of transformers.
"""

import json
import sys
from typing import Any

from transformers import PreTrainedTokenizerFast

SPECIAL = {"cls_token": "[CLS]", "sep_token": "[SEP]", "pad_token": "[PAD]", "unk_token": "[UNK]"}


def prepare(tokenizer: PreTrainedTokenizerFast, request: dict[str, Any]) -> list[dict[str, Any]]:
    encoded = tokenizer(
        request["question"],
        request["context"],
        truncation="only_second",
        max_length=request["max_tokens"],
        stride=request["stride"],
        return_overflowing_tokens=True,
        return_offsets_mapping=True,
        return_token_type_ids=True,
    )
    first, last = request["start"], request["start"] + len(request["answer"])
    windows: list[dict[str, Any]] = []
    for index, offsets in enumerate(encoded["offset_mapping"]):
        sequence_ids = encoded.sequence_ids(index)
        start, end = place(offsets, sequence_ids, first, last)
        windows.append(
            {
                "ids": encoded["input_ids"][index],
                "type_ids": encoded["token_type_ids"][index],
                "start": start,
                "end": end,
                "offsets": [
                    list(offset) if sequence == 1 else None
                    for offset, sequence in zip(offsets, sequence_ids, strict=True)
                ],
            }
        )
    return windows


def place(
    offsets: list[tuple[int, int]], sequence_ids: list[int | None], first: int, last: int
) -> tuple[int, int]:
    start = 0
    while sequence_ids[start] != 1:
        start += 1
    end = len(sequence_ids) - 1
    while sequence_ids[end] != 1:
        end -= 1
    if not (offsets[start][0] <= first and offsets[end][1] >= last):
        return 0, 0
    while start < len(offsets) and sequence_ids[start] == 1 and offsets[start][0] <= first:
        start += 1
    while sequence_ids[end] == 1 and offsets[end][1] >= last:
        end -= 1
    return start - 1, end + 1


def main() -> None:
    tokenizer = PreTrainedTokenizerFast(tokenizer_file=sys.argv[1], **SPECIAL)
    for line in sys.stdin:
        print(json.dumps({"windows": prepare(tokenizer, json.loads(line))}), flush=True)


main()
