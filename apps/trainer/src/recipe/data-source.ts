/** What a recipe says of its data: which format, where the files are, what to make of them. */
import * as z from "zod";

const path = z.string().min(1);

/** One file, or one a split; relative to the recipe. */
const files = z.union([path, z.strictObject({ train: path, validation: path, test: path })]);

const columns = {
  files,
  text_column: z.string().default("text"),
  label_column: z.string().default("label"),
  /** Column that names the split, in a single file; null splits by the text's digest. */
  split_column: z.string().nullable().default(null),
  /** Column that names the author, the thread or the like, which should not be in two splits. */
  group_column: z.string().nullable().default(null),
};

const JsonlSource = z.strictObject({ format: z.literal("jsonl"), ...columns });
const CsvSource = z.strictObject({ format: z.literal("csv"), ...columns });
const TsvSource = z.strictObject({ format: z.literal("tsv"), ...columns });

/** `pn.tsv` of jrte-corpus. */
const JrteSource = z.strictObject({ format: z.literal("jrte"), files: path });

/** WRIME version 2 (Kajiwara et al., NAACL 2021). */
const WrimeSource = z.strictObject({
  format: z.literal("wrime"),
  /** `wrime-ver2.tsv`; null downloads it from its authors once the licence is accepted. */
  files: path.nullable().default(null),
  /** Whose judgement is the label: the writer's own, or the readers' mean. */
  judges: z.enum(["writer", "readers"]).default("readers"),
  /** `binary` drops neutral texts; `levels` has -2 to 2. */
  classes: z.enum(["binary", "three", "levels"]).default("binary"),
});

/** MARC-ja from the withdrawn `amazon_reviews_multilingual_JP_v1_00.tsv.gz`, with JGLUE's cleaning. */
const MarcJaSource = z.strictObject({
  format: z.literal("marc-ja"),
  /** The file as Amazon had it, `.tsv` or `.tsv.gz`. */
  files: path,
});

/** A data set of the Hub, from its parquet files. */
const HubSource = z.strictObject({
  format: z.literal("hub"),
  /** Such as `shunk031/JGLUE`. */
  dataset: path,
  /** Configuration, where it has several. */
  config: z.string().nullable().default(null),
  revision: z.string().default("main"),
  text_column: z.string().default("text"),
  label_column: z.string().default("label"),
  group_column: z.string().nullable().default(null),
});

/** Splits of a benchmark: it may have no labelled test split. Null downloads the files from their authors. */
const benchmarkFiles = z
  .strictObject({ train: path, validation: path, test: path.nullable().default(null) })
  .nullable()
  .default(null);

const JcolaSource = z.strictObject({ format: z.literal("jcola"), files: benchmarkFiles });
const JnliSource = z.strictObject({ format: z.literal("jnli"), files: benchmarkFiles });
const JstsSource = z.strictObject({ format: z.literal("jsts"), files: benchmarkFiles });
const JcommonsenseqaSource = z.strictObject({
  format: z.literal("jcommonsenseqa"),
  files: benchmarkFiles,
});
const JsquadSource = z.strictObject({
  format: z.literal("jsquad"),
  files: benchmarkFiles,
  /** Tokens that neighbouring windows of a long context share. */
  stride: z.int().nonnegative().default(128),
});

export const DataSource = z.discriminatedUnion("format", [
  JsonlSource,
  CsvSource,
  TsvSource,
  JrteSource,
  WrimeSource,
  MarcJaSource,
  HubSource,
  JcolaSource,
  JnliSource,
  JstsSource,
  JcommonsenseqaSource,
  JsquadSource,
]);
export type DataSource = z.infer<typeof DataSource>;

/** Formats that `--data` takes. */
export const DATA_FORMATS = ["jsonl", "csv", "tsv", "jrte", "wrime", "marc-ja"] as const;
