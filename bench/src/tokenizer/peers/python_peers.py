"""Peers in Python, with the protocol of serve-passes.ts.

    python python_peers.py fugashi-parse TEXTS DICTIONARY_FOLDER
    python python_peers.py fugashi-nodes TEXTS DICTIONARY_FOLDER
    python python_peers.py transformers-encode TEXTS VOCABULARY

They import their library when they are chosen, so that none needs another's.
"""

import json
import sys
import time
from collections.abc import Callable
from pathlib import Path


def make_fugashi_parse(folder: str) -> Callable[[str], int]:
    """MeCab's own answer as one string of words with a space after each."""
    from fugashi import GenericTagger

    tagger = GenericTagger(f'-d "{folder}" -r "{folder}/mecabrc" -O wakati')
    return lambda text: tagger.parse(text).count(" ") + 1


def make_fugashi_nodes(folder: str) -> Callable[[str], int]:
    """What transformers does: a list of surfaces."""
    from fugashi import GenericTagger

    tagger = GenericTagger(f'-d "{folder}" -r "{folder}/mecabrc"')
    return lambda text: len([node.surface for node in tagger(text)])


def make_transformers_encode(vocabulary: str) -> Callable[[str], int]:
    from transformers import BertJapaneseTokenizer, logging

    logging.set_verbosity_error()
    tokenizer = BertJapaneseTokenizer(
        vocabulary,
        word_tokenizer_type="mecab",
        subword_tokenizer_type="wordpiece",
        mecab_kwargs={"mecab_dic": "unidic_lite"},
    )
    return lambda text: len(tokenizer.encode(text))


PEERS = {
    "fugashi-parse": make_fugashi_parse,
    "fugashi-nodes": make_fugashi_nodes,
    "transformers-encode": make_transformers_encode,
}


def main() -> None:
    peer, text_file, file = sys.argv[1:]
    cut = PEERS[peer](file)
    texts = Path(text_file).read_bytes().decode().rstrip("\n").split("\n")
    print("ready", flush=True)
    for _ in sys.stdin:
        started = time.perf_counter()
        units = sum(cut(text) for text in texts)
        seconds = time.perf_counter() - started
        print(json.dumps({"seconds": seconds, "units": units}), flush=True)


if __name__ == "__main__":
    main()
