"""The judge of tokenizer.json: the Rust library, through transformers, on models trained here.

    python hub_json.py FOLDER

Reads the lines of FOLDER/corpus.txt, trains one tokenizer of each kind on them and saves it as
FOLDER/<kind>/tokenizer.json and tokenizer_config.json. Then it reads one JSON object a line on
stdin and writes one a line on stdout; the first line out names the kinds. Requests:

    {"kind", "text", "pair"?, "max_length"?, "pad_to"?}
        -> {"ids", "type_ids", "attention_mask", "offsets": [[start, end], ...] in code points}
    {"kind", "decode": [id, ...], "skip": bool}
        -> {"text"}
"""

import json
import sys
from pathlib import Path
from typing import Any

from tokenizers import AddedToken, Tokenizer, decoders, normalizers, pre_tokenizers, processors
from tokenizers.models import BPE, Unigram, WordPiece
from tokenizers.trainers import BpeTrainer, UnigramTrainer, WordPieceTrainer
from transformers import PreTrainedTokenizerFast, logging

BERT = {"unk": "[UNK]", "pad": "[PAD]", "cls": "[CLS]", "sep": "[SEP]", "mask": "[MASK]"}
TAGS = {"unk": "<unk>", "pad": "<pad>", "cls": "<s>", "sep": "</s>", "mask": "<mask>"}
BYTES = [f"<0x{byte:02X}>" for byte in range(256)]


def train_word_piece(lines: list[str]) -> Tokenizer:
    """As multilingual BERT: lower case, no accents, every kanji a word."""
    tokenizer = Tokenizer(WordPiece(unk_token="[UNK]"))
    tokenizer.normalizer = normalizers.BertNormalizer(lowercase=True)
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    tokenizer.decoder = decoders.WordPiece()
    tokenizer.train_from_iterator(
        lines,
        WordPieceTrainer(vocab_size=1500, show_progress=False, special_tokens=list(BERT.values())),
    )
    return tokenizer


def train_whitespace(lines: list[str]) -> Tokenizer:
    """Words as the Rust library's Whitespace cuts them, to which Japanese letters are letters."""
    tokenizer = Tokenizer(WordPiece(unk_token="[UNK]"))
    tokenizer.normalizer = normalizers.NFKC()
    tokenizer.pre_tokenizer = pre_tokenizers.Whitespace()
    tokenizer.decoder = decoders.WordPiece()
    tokenizer.train_from_iterator(
        lines,
        WordPieceTrainer(vocab_size=1500, show_progress=False, special_tokens=list(BERT.values())),
    )
    return tokenizer


def train_unigram(lines: list[str]) -> Tokenizer:
    """As ModernBERT-ja: SentencePiece's Unigram with bytes for unknown characters."""
    tokenizer = Tokenizer(Unigram())
    tokenizer.normalizer = normalizers.NFKC()
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace(prepend_scheme="never")
    trainer = UnigramTrainer(
        vocab_size=1500,
        show_progress=False,
        special_tokens=[*TAGS.values(), *BYTES],
        unk_token="<unk>",
    )
    tokenizer.train_from_iterator(lines, trainer)
    saved = json.loads(tokenizer.to_str())
    saved["model"]["byte_fallback"] = True
    saved["added_tokens"] = [t for t in saved["added_tokens"] if t["content"] not in BYTES]
    tokenizer = Tokenizer.from_str(json.dumps(saved))
    tokenizer.decoder = decoders.Sequence(
        [decoders.ByteFallback(), decoders.Metaspace(prepend_scheme="never"), decoders.Fuse()]
    )
    return tokenizer


def train_metaspace(lines: list[str]) -> Tokenizer:
    """As older SentencePiece models: a space before the text, `<unk>` for unknown characters."""
    tokenizer = Tokenizer(Unigram())
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace(prepend_scheme="always")
    tokenizer.decoder = decoders.Metaspace(prepend_scheme="always")
    trainer = UnigramTrainer(
        vocab_size=1500, show_progress=False, special_tokens=list(TAGS.values()), unk_token="<unk>"
    )
    tokenizer.train_from_iterator(lines, trainer)
    return tokenizer


def train_byte_level(lines: list[str]) -> Tokenizer:
    """As GPT-2 and RoBERTa: BPE over bytes."""
    tokenizer = Tokenizer(BPE())
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    tokenizer.decoder = decoders.ByteLevel()
    trainer = BpeTrainer(
        vocab_size=1500,
        show_progress=False,
        special_tokens=list(TAGS.values()),
        initial_alphabet=pre_tokenizers.ByteLevel.alphabet(),
    )
    tokenizer.train_from_iterator(lines, trainer)
    return tokenizer


def train_bpe(lines: list[str]) -> Tokenizer:
    """BPE over characters, with `[UNK]`."""
    tokenizer = Tokenizer(BPE(unk_token="[UNK]"))
    tokenizer.normalizer = normalizers.NFKC()
    tokenizer.pre_tokenizer = pre_tokenizers.WhitespaceSplit()
    tokenizer.train_from_iterator(
        lines, BpeTrainer(vocab_size=1500, show_progress=False, special_tokens=list(BERT.values()))
    )
    return tokenizer


def add_template(tokenizer: Tokenizer, names: dict[str, str]) -> None:
    cls, sep = names["cls"], names["sep"]
    tokenizer.post_processor = processors.TemplateProcessing(
        single=f"{cls} $A {sep}",
        pair=f"{cls} $A {sep} $B:1 {sep}:1",
        special_tokens=[(token, tokenizer.token_to_id(token)) for token in (cls, sep)],
    )


KINDS = {
    "word-piece": (train_word_piece, BERT),
    "whitespace": (train_whitespace, BERT),
    "unigram": (train_unigram, TAGS),
    "metaspace": (train_metaspace, TAGS),
    "byte-level": (train_byte_level, TAGS),
    "bpe": (train_bpe, BERT),
}


def build(folder: Path, kind: str, lines: list[str]) -> PreTrainedTokenizerFast:
    train, names = KINDS[kind]
    tokenizer = train(lines)
    if kind == "byte-level":
        ends = [(names[role], tokenizer.token_to_id(names[role])) for role in ("sep", "cls")]
        tokenizer.post_processor = processors.RobertaProcessing(*ends, trim_offsets=True)
    else:
        add_template(tokenizer, names)
    tokenizer.add_tokens([AddedToken("追加語", normalized=False)])
    fast = PreTrainedTokenizerFast(
        tokenizer_object=tokenizer, **{f"{role}_token": token for role, token in names.items()}
    )
    fast.save_pretrained(folder / kind)
    return fast


def encode(tokenizer: PreTrainedTokenizerFast, request: dict[str, Any]) -> dict[str, Any]:
    max_length = request.get("max_length")
    encoding = tokenizer(
        request["text"],
        request.get("pair"),
        truncation="longest_first" if max_length is not None else False,
        max_length=max_length,
        return_token_type_ids=True,
        return_offsets_mapping=True,
    )
    offsets = encoding.pop("offset_mapping")
    if "pad_to" in request:
        encoding = tokenizer.pad(encoding, padding="max_length", max_length=request["pad_to"])
    return {
        "ids": encoding["input_ids"],
        "type_ids": encoding["token_type_ids"],
        "attention_mask": encoding["attention_mask"],
        "offsets": offsets,
    }


def answer(
    tokenizers: dict[str, PreTrainedTokenizerFast], request: dict[str, Any]
) -> dict[str, Any]:
    tokenizer = tokenizers[request["kind"]]
    if "decode" in request:
        return {"text": tokenizer.decode(request["decode"], skip_special_tokens=request["skip"])}
    return encode(tokenizer, request)


def main() -> None:
    folder = Path(sys.argv[1])
    logging.set_verbosity_error()
    lines = (folder / "corpus.txt").read_text(encoding="utf-8").split("\n")
    tokenizers = {kind: build(folder, kind, lines) for kind in KINDS}
    print(json.dumps({"kinds": list(KINDS)}), flush=True)
    for line in sys.stdin:
        print(json.dumps(answer(tokenizers, json.loads(line))), flush=True)


if __name__ == "__main__":
    main()
