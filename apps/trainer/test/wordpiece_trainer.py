"""Hugging Face's own vocabulary trainer: {words, size, min_frequency} in, tokens out."""

import json
import sys

from tokenizers import Tokenizer, models, pre_tokenizers, trainers

request = json.load(sys.stdin)
tokenizer = Tokenizer(models.WordPiece(unk_token="[UNK]"))
tokenizer.pre_tokenizer = pre_tokenizers.WhitespaceSplit()
trainer = trainers.WordPieceTrainer(
    vocab_size=request["size"],
    min_frequency=request["min_frequency"],
    limit_alphabet=request["size"],
    special_tokens=[],
    show_progress=False,
)
texts = (" ".join([word] * count) for word, count in request["words"])
tokenizer.train_from_iterator(texts, trainer)
json.dump(sorted(tokenizer.get_vocab()), sys.stdout, ensure_ascii=False)
