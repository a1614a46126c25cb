"""The judge of MeCab's files: MeCab itself, in fugashi.

    python mecab_dictionary.py list
    python mecab_dictionary.py build SOURCE_FOLDER DICTIONARY_FOLDER
    python mecab_dictionary.py tag DICTIONARY_FOLDER

`list` prints the folders of the dictionaries that this Python has: {"unidic_lite"?, "ipadic"?}.
`build` compiles CSV and def files with MeCab's own compiler and prints {"fugashi"}.
`tag` prints {"fugashi", "entries"}, then answers each line {"text"} on stdin with
{"nodes": [[surface, left id, right id, cost, cost of the connection before, 1 if unknown,
number of the category], ...], "end": cost of the connection to the end}.
"""

import json
import shutil
import subprocess
import sys
from importlib import import_module
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from fugashi import GenericTagger

DICTIONARIES = ("unidic_lite", "ipadic")
BUILD = "import fugashi, sys; fugashi.build_dictionary(sys.argv[1])"
FIELD, NODE = "\x1f", "\x1e"
FIELDS = FIELD.join(("%m", "%phl", "%phr", "%c", "%pC", "%s", "%t"))


def list_dictionaries() -> dict[str, str]:
    return {name: import_module(name).DICDIR for name in DICTIONARIES if find_spec(name)}


def build(source: Path, dictionary: Path) -> None:
    """In a process of its own, because MeCab prints its progress and exits on what it refuses."""
    arguments = f"mecab-dict-index -f utf8 -t utf8 -d {source} -o {dictionary}"
    command = [sys.executable, "-c", BUILD, arguments]
    result = subprocess.run(command, capture_output=True, text=True, check=False)
    if result.returncode != 0 or not (dictionary / "matrix.bin").exists():
        raise RuntimeError(result.stderr)
    shutil.copy(source / "dicrc", dictionary)


def open_tagger(dictionary: Path) -> GenericTagger:
    formats = f'-F "{FIELDS}{NODE}" -U "{FIELDS}{NODE}" -E "%pC"'
    return GenericTagger(f'-r "{dictionary / "dicrc"}" -d "{dictionary}" -O "" {formats}')


def tag(tagger: GenericTagger, text: str) -> dict[str, Any]:
    *nodes, end = tagger.parse(text).split(NODE)
    fields = [node.split(FIELD) for node in nodes]
    return {"nodes": [[own[0], *map(int, own[1:])] for own in fields], "end": int(end)}


def main() -> None:
    command, *folders = sys.argv[1:]
    if command == "list":
        print(json.dumps(list_dictionaries()))
        return
    versions = {"fugashi": version("fugashi")}
    if command == "build":
        build(*map(Path, folders))
        print(json.dumps(versions))
        return
    tagger = open_tagger(Path(folders[0]))
    entries = tagger.dictionary_info[0]["size"]
    print(json.dumps({**versions, "entries": entries}), flush=True)
    for line in sys.stdin:
        print(json.dumps(tag(tagger, json.loads(line)["text"])), flush=True)


if __name__ == "__main__":
    main()
