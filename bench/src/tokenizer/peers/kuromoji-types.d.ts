/** The part of kuromoji.js that the benchmark uses; the package brings no types. */
declare module "kuromoji" {
  interface Tokenizer {
    tokenize(text: string): readonly unknown[];
  }

  interface Builder {
    build(done: (error: Error | null, tokenizer: Tokenizer) => void): void;
  }

  const kuromoji: { builder(options: { dicPath: string }): Builder };
  export default kuromoji;
  export type { Tokenizer };
}
