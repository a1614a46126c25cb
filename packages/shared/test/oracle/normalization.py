"""Prints what this Python's NFKC makes of each code point, as listed by fixtures/normalization.ts:
{"unicode": "14.0.0", "sha256": digest of the lines, "added": [code point, ...]}.

    python normalization.py '[[first, last], ...]'

The ranges are left out of the lines; those of them that it changes are listed apart.
"""

import hashlib
import json
import sys
import unicodedata


def main() -> None:
    ranges = json.loads(sys.argv[1])
    added = {point for first, last in ranges for point in range(first, last + 1)}
    points = [point for point in range(0x110000) if not 0xD800 <= point <= 0xDFFF]
    normalized = {point: unicodedata.normalize("NFKC", chr(point)) for point in points}
    changed = [point for point in points if normalized[point] != chr(point)]
    lines = "".join(f"{point} {normalized[point]}\n" for point in changed if point not in added)
    answer = {
        "unicode": unicodedata.unidata_version,
        "sha256": hashlib.sha256(lines.encode()).hexdigest(),
        "added": [point for point in changed if point in added],
    }
    print(json.dumps(answer))


if __name__ == "__main__":
    main()
