"""The judge of tiny dictionaries: MeCab's words, in fugashi as transformers calls it.

    python mecab_words.py

Reads one JSON object a line on stdin and writes one a line on stdout. The first line out
is {"fugashi": version}. Requests:

    {"source": folder, "texts": [...]}  -> {"words": [[word, ...], ...]}

for a folder of CSV and def files, which MeCab's own compiler compiles. The words of a text
on which MeCab fails are the message of its exception.
"""

import json
import shutil
import subprocess
import sys
import tempfile
from importlib.metadata import version
from pathlib import Path

from fugashi import GenericTagger

BUILD = "import fugashi, sys; fugashi.build_dictionary(sys.argv[1])"


def build(source: str, dictionary: str) -> None:
    """In a process of its own, because MeCab prints its progress and exits on what it refuses."""
    arguments = f"mecab-dict-index -f utf8 -t utf8 -d {source} -o {dictionary}"
    command = [sys.executable, "-c", BUILD, arguments]
    result = subprocess.run(command, capture_output=True, text=True, check=False)
    if result.returncode != 0 or not (Path(dictionary) / "matrix.bin").exists():
        raise RuntimeError(result.stdout + result.stderr)
    shutil.copy(Path(source) / "dicrc", dictionary)


def cut(tagger: GenericTagger, text: str) -> list[str] | str:
    try:
        return [node.surface for node in tagger(text)]
    except (RuntimeError, SystemError, UnicodeDecodeError) as error:
        return str(error)


def main() -> None:
    print(json.dumps({"fugashi": version("fugashi")}), flush=True)
    for line in sys.stdin:
        request = json.loads(line)
        with tempfile.TemporaryDirectory() as dictionary:
            build(request["source"], dictionary)
            tagger = GenericTagger(f'-d "{dictionary}" -r "{dictionary}/dicrc"')
            words = [cut(tagger, text) for text in request["texts"]]
        print(json.dumps({"words": words}), flush=True)


if __name__ == "__main__":
    main()
