/**
 * Models with a tokenizer.json, ours against the Rust library through
 * transformers: one tokenizer of each kind, trained by the oracle on real
 * sentences. Random Unicode is asked only of those without a normalizer: the Rust
 * library has tables of older Unicode versions than the runtime.
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterAll, beforeAll, describe, expect, test } from "vitest";
import * as z from "zod";

import { loadTokenizer } from "../../src/tokenizer/hub/load-hub-tokenizer.ts";
import type { Tokenizer } from "../../src/tokenizer/tokenizer.ts";
import { PythonScript, whyNoOracle } from "./python.ts";
import { RandomText } from "./random-text.ts";
import { Random } from "./random.ts";
import { readRealSentences } from "./real-text.ts";
import { readCategories } from "./unicode.ts";

const SEED = 20_261_125;
const TRAINED = 1_500;
const REAL_TEXTS = 1_000;
const RANDOM_TEXTS = 1_000;
const ENCODINGS = 500;
const DECODINGS = 300;
const TIMEOUT_MS = 240_000;

const KINDS = ["word-piece", "whitespace", "unigram", "metaspace", "byte-level", "bpe"] as const;
type Kind = (typeof KINDS)[number];

const reason = whyNoOracle();
if (reason !== undefined) process.stderr.write(`skipped: ${reason}\n`);

const WITHOUT_NORMALIZER: ReadonlySet<Kind> = new Set(["metaspace", "byte-level"]);

const TRAPS = [
  "",
  " ",
  "\u3000",
  "追加語",
  "これは追加語です。",
  "[MASK]と<mask>",
  "😀😀",
  "か\u3099き゛",
  "Ａｂｃ　ｱｯﾌﾟﾙ",
  "a  b",
  " a ",
  "naïve CAFÉ",
  "don't stop",
  "㌔㍻①",
  "𠮷野家",
  "▁a▁▁b",
  "##a",
  "\t改行\nです\r\n",
  "é\u0301",
  "<0xE3>",
  "a\u200db\ufeffc",
  "a\u0085b",
];
/** transformers takes an empty pair for none; the Rust library, and we, take it for a segment. */
const PAIRS = TRAPS.filter((text) => text !== "");

/** Offsets are in code points. */
const Answers = z.array(
  z.object({
    ids: z.array(z.int()),
    type_ids: z.array(z.int()),
    attention_mask: z.array(z.int()),
    offsets: z.array(z.tuple([z.int(), z.int()])),
  }),
);
type Answer = z.infer<typeof Answers>[number];

interface Request {
  readonly kind: Kind;
  readonly text: string;
  readonly pair?: string;
  readonly max_length?: number;
  readonly pad_to?: number;
}

describe.skipIf(reason !== undefined)("as the Rust library", { timeout: TIMEOUT_MS }, () => {
  const folder = mkdtempSync(join(tmpdir(), "kanjo-hub-"));
  const sentences = readRealSentences();
  const realTexts = sentences.slice(-REAL_TEXTS);
  const tokenizers = new Map<Kind, Tokenizer>();
  let oracle: PythonScript;
  let randomTexts: string[] = [];
  let kinds: unknown;

  beforeAll(async () => {
    const corpus = [...sentences.slice(0, TRAINED), "The quick brown fox jumps. naïve café don't"];
    writeFileSync(join(folder, "corpus.txt"), corpus.join("\n"));
    oracle = new PythonScript("hub_json.py", [folder]);
    kinds = await oracle.read();
    for (const kind of KINDS) tokenizers.set(kind, await load(join(folder, kind)));
    const random = new RandomText(new Random(SEED), await readCategories(), sentences);
    randomTexts = Array.from({ length: RANDOM_TEXTS }, () => random.next());
  }, TIMEOUT_MS);

  afterAll(() => {
    oracle.close();
    rmSync(folder, { recursive: true });
  });

  function getTokenizer(kind: Kind): Tokenizer {
    const tokenizer = tokenizers.get(kind);
    if (tokenizer === undefined) throw new Error(`${kind} is not loaded`);
    return tokenizer;
  }

  async function ask(requests: readonly Request[]): Promise<Answer[]> {
    return Answers.parse(await oracle.ask(requests));
  }

  test("asks of every kind that the oracle has", () => {
    expect(kinds).toEqual({ kinds: KINDS });
  });

  describe.each(KINDS)("with a %s model", (kind) => {
    test(`encodes ${REAL_TEXTS} real texts and the traps alike`, async () => {
      const texts = [...realTexts, ...TRAPS];
      expect(await findMismatches(texts.map((text) => ({ kind, text })))).toEqual([]);
    });

    test.skipIf(!WITHOUT_NORMALIZER.has(kind))(
      `encodes ${RANDOM_TEXTS} random texts alike`,
      async () => {
        expect(await findMismatches(randomTexts.map((text) => ({ kind, text })))).toEqual([]);
      },
    );

    test(`encodes ${ENCODINGS} texts and pairs alike, cut and padded`, async () => {
      const random = new Random(SEED + 1);
      const requests = Array.from({ length: ENCODINGS }, () => makeRequest(kind, random));
      expect(await findMismatches(requests)).toEqual([]);
    });

    test(`finds the tokens of ${REAL_TEXTS} real texts where they are`, async () => {
      const answers = await ask(realTexts.map((text) => ({ kind, text })));
      const wrong = realTexts.filter((text, index) => {
        const { tokens, offsets } = getTokenizer(kind).encode(text);
        const expected = (answers[index]?.offsets ?? []).map((place) => trim(text, place));
        const ours = offsets.map((place) => place ?? [0, 0]);
        const isTold = (_: unknown, at: number) => hasPlaceOfItsOwn(tokens[at] ?? "");
        return JSON.stringify(ours.filter(isTold)) !== JSON.stringify(expected.filter(isTold));
      });
      expect(wrong.slice(0, 3)).toEqual([]);
    });

    test(`decodes ${DECODINGS} sequences of ids alike`, async () => {
      const random = new Random(SEED + 2);
      const tokenizer = getTokenizer(kind);
      const requests = Array.from({ length: DECODINGS }, () => ({
        kind,
        decode: random.below(2) === 0 ? makeIds(kind, random) : readIds(tokenizer, random),
        skip: random.below(2) === 0,
      }));
      const decoded = requests.map(({ decode, skip }) => ({
        text: tokenizer.decode(decode, { skipSpecialTokens: skip }),
      }));
      expect(decoded).toEqual(await oracle.ask(requests));
    });
  });

  /** Without U+FEFF, which `@huggingface/tokenizers` loses where it decodes bytes. */
  function readIds(tokenizer: Tokenizer, random: Random): number[] {
    const pair = random.pick(PAIRS).replaceAll("\ufeff", "");
    return [...tokenizer.encode(random.pick(realTexts), { pair }).ids];
  }

  /** Without byte tokens: of bytes that are no UTF-8, each library makes something else. */
  function makeIds(kind: Kind, random: Random): number[] {
    const { vocabularySize } = getTokenizer(kind);
    const [first, limit] = kind === "unigram" ? [261, vocabularySize - 261] : [0, vocabularySize];
    return Array.from({ length: random.below(12) }, () =>
      random.below(3) === 0 ? random.below(5) : first + random.below(limit),
    );
  }

  function makeRequest(kind: Kind, random: Random): Request {
    return {
      kind,
      text: random.pick(random.below(9) === 0 ? TRAPS : sentences),
      ...(random.below(3) === 0
        ? {}
        : { pair: random.pick(random.below(9) === 0 ? PAIRS : sentences) }),
      ...(random.below(4) === 0 ? {} : { max_length: 5 + random.below(40) }),
      ...(random.below(2) === 0 ? {} : { pad_to: random.below(60) }),
    };
  }

  /** The first requests to which the answers differ. */
  async function findMismatches(requests: readonly Request[]): Promise<Request[]> {
    const answers = await ask(requests);
    const differing = requests.filter((request, index) => {
      const { ids, type_ids, attention_mask } = answers[index] ?? {};
      const ours = encode(getTokenizer(request.kind), request);
      return JSON.stringify(ours) !== JSON.stringify({ ids, type_ids, attention_mask });
    });
    return differing.slice(0, 3);
  }
});

async function load(folder: string): Promise<Tokenizer> {
  const names = ["tokenizer.json", "tokenizer_config.json"] as const;
  const files = names.map((name) => [name, readFileSync(join(folder, name), "utf8")] as const);
  return loadTokenizer(Object.fromEntries(files));
}

function encode(tokenizer: Tokenizer, request: Request) {
  const { ids, typeIds, attentionMask } = tokenizer.encode(request.text, {
    ...(request.pair === undefined ? {} : { pair: request.pair }),
    ...(request.max_length === undefined ? {} : { maxTokens: request.max_length }),
    ...(request.pad_to === undefined ? {} : { padTo: request.pad_to }),
  });
  return { ids: [...ids], type_ids: [...typeIds], attention_mask: [...attentionMask] };
}

/** To a lone space the Rust library gives no place or its neighbour's, to a byte that of all unknown characters around it. */
function hasPlaceOfItsOwn(token: string): boolean {
  return token !== "▁" && token !== "Ġ" && !/^<0x..>$/.test(token);
}

/** From code points to UTF-16 units, without the white space at the ends. */
function trim(text: string, [start, end]: readonly [number, number]): [number, number] {
  const characters = Array.from(text);
  const first = characters.slice(0, start).join("").length;
  const token = characters.slice(start, end).join("");
  const skipped = token.length - token.trimStart().length;
  return [first + skipped, first + skipped + token.trim().length];
}
