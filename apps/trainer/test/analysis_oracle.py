"""How alike texts are, and what SciPy says of counts: a JSON object on stdin, another on stdout."""

from __future__ import annotations

import json
import re
import sys
import unicodedata

from scipy.stats import chi2_contingency, fisher_exact
from sklearn.feature_extraction.text import TfidfVectorizer


def frame(text: str) -> str:
    """Between signs for its ends, a character for each UTF-16 unit."""
    folded = re.sub(r"\s+", " ", unicodedata.normalize("NFKC", text).lower()).strip()
    data = folded.encode("utf-16-le")
    units = [int.from_bytes(data[at : at + 2], "little") for at in range(0, len(data), 2)]
    return "\u0002" + "".join(map(chr, units)) + "\u0003"


def compare(texts: list[str], others: list[str]) -> list[list[float]]:
    """Weights are those of the others; n-grams that only the texts have count, too."""
    options = {"analyzer": "char", "ngram_range": (2, 3), "preprocessor": frame}
    vocabulary = TfidfVectorizer(**options).fit(texts + others).vocabulary_
    vectorizer = TfidfVectorizer(**options, vocabulary=vocabulary).fit(others)
    return (vectorizer.transform(texts) @ vectorizer.transform(others).T).toarray().tolist()


def main() -> None:
    request = json.load(sys.stdin)
    answer = {
        "similarities": [compare(case["texts"], case["others"]) for case in request["cases"]],
        "fisher": [
            float(fisher_exact([[a, n - a], [b, m - b]], alternative="greater").pvalue)
            for a, n, b, m in request["hits"]
        ],
        "association": [
            float(chi2_contingency(table, correction=False, lambda_="log-likelihood").statistic)
            for table in request["tables"]
        ],
    }
    json.dump(answer, sys.stdout)


main()
