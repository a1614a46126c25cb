"""Prints the general category of every code point as this Python's Unicode database has it:
{"unicode": "14.0.0", "runs": [[first, last, "Cc"], ...]}."""

import json
import unicodedata
from itertools import groupby


def main() -> None:
    runs = []
    for category, group in groupby(range(0x110000), lambda point: unicodedata.category(chr(point))):
        points = list(group)
        runs.append([points[0], points[-1], category])
    print(json.dumps({"unicode": unicodedata.unidata_version, "runs": runs}))


if __name__ == "__main__":
    main()
