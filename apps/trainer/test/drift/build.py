"""What scipy says, for drift's statistics: python build.py > expected.json"""

import json

import numpy as np
import scipy
from scipy import special, stats

rng = np.random.default_rng(7)


def tables():
    yield [90, 10], [900, 100]
    yield [50, 50], [1, 99]
    yield [0, 30, 70], [5, 25, 70]
    yield [12, 0, 88], [10, 0, 90]
    for classes in (2, 3, 5, 8):
        for size in (100, 10_000):
            yield rng.multinomial(size, rng.dirichlet(np.ones(classes))).tolist(), rng.multinomial(
                500, rng.dirichlet(np.ones(classes))
            ).tolist()


def homogeneity(a, b):
    table = np.array([a, b])
    result = stats.chi2_contingency(table[:, table.sum(axis=0) > 0], correction=False)
    shares_a = (table[0] + 0.5) / (table[0] + 0.5).sum()
    shares_b = (table[1] + 0.5) / (table[1] + 0.5).sum()
    stability = stats.entropy(shares_a, shares_b) + stats.entropy(shares_b, shares_a)
    return {
        "a": a,
        "b": b,
        "statistic": result.statistic,
        "degreesOfFreedom": int(result.dof),
        "p": result.pvalue,
        "stability": stability,
    }


def distance(a, b):
    return {"a": a, "b": b, "statistic": stats.ks_2samp(a, b).statistic}


samples = [
    (np.round(rng.beta(5, 2, n), 2).tolist(), np.round(rng.beta(shape, 2, m), 2).tolist())
    for n, m, shape in ((10, 20, 5), (50, 40, 3), (100, 100, 8), (1, 1, 5))
]
expected = {
    "generator": f"scipy {scipy.__version__}, numpy {np.__version__}",
    "chiSquareTail": [
        [x, k, float(stats.chi2.sf(x, k))]
        for k in (1, 2, 3, 7, 20, 199)
        for x in (0.0, 0.01, 0.5, 1.0, 3.84, 10.0, 55.5, 200.0, 1_000.0)
    ],
    "kolmogorovTail": [
        [x, float(special.kolmogorov(x))]
        for x in (0.0, 0.1, 0.3, 0.5, 0.8, 1.0, 1.17, 1.18, 1.19, 1.36, 2.0, 3.0, 5.0)
    ],
    "homogeneity": [homogeneity(a, b) for a, b in tables()],
    "distance": [distance(a, b) for a, b in samples],
}
print(json.dumps(expected, indent=1))
