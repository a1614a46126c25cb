"""Trains and exports small BERT classifiers: one JSON job in, NDJSON events out."""
