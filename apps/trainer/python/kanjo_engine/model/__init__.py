"""BERT on packed tokens: shape, layers, task heads, loading and saving."""
