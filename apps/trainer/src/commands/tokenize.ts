import { resolve } from "node:path";

import { Command } from "commander";

import type { Terminal } from "../terminal/terminal.ts";
import { formatTokens, tokenizeText } from "../tokenize/describe-tokens.ts";
import { openTokenizer } from "../tokenize/open-tokenizer.ts";

const EXAMPLES = `
Examples:
  $ pnpm --filter trainer tokenize --model tohoku-nlp/bert-base-japanese-v3 "これはテストです。"
  $ pnpm --filter trainer tokenize --model runs/quickstart-20261123-194500 --json "良い宿でした"
  $ pnpm --silent --filter trainer tokenize --model ./bert < texts.txt > tokens.jsonl
  $ pnpm --filter trainer tokenize --model tohoku-nlp/bert-base-japanese --mecab-dic ipadic "東京"

Without a text every line of stdin becomes a line of JSON: {words, tokens, ids, offsets},
offsets in UTF-16 units of the text. Models are fetched from HF_ENDPOINT with HF_TOKEN, if
set, and kept in .kanjo/hub; KANJO_HUB_MIRROR names a folder <organization>/<name>/ to read
in their place.`;

export function createTokenizeCommand(terminal: Terminal): Command {
  return new Command("tokenize")
    .description("show what a model's tokenizer makes of a text")
    .argument("[text]", "text to tokenize; without one, the lines of stdin")
    .requiredOption(
      "--model <folder|id>",
      "run, release, folder as the Hub has it, or id of the Hub",
    )
    .option("--revision <revision>", "branch, tag or commit of a model on the Hub", "main")
    .option("--mecab-dic <name>", "ipadic or unidic_lite, for models that name no dictionary")
    .option("--dictionary <file>", "compiled dictionary instead of the Python package's")
    .option("--python <interpreter>", "Python that has the dictionary (also KANJO_PYTHON)")
    .option("--json", "print one JSON object on stdout")
    .addHelpText("after", EXAMPLES)
    .action((text: string | undefined, options: TokenizeOptions) =>
      tokenize(text, options, terminal),
    );
}

interface TokenizeOptions {
  readonly model: string;
  readonly revision: string;
  readonly mecabDic?: string;
  readonly dictionary?: string;
  readonly json?: true;
}

async function tokenize(
  text: string | undefined,
  options: TokenizeOptions,
  terminal: Terminal,
): Promise<void> {
  const { model, revision, mecabDic = null, dictionary } = options;
  const dictionaryFile = dictionary === undefined ? null : resolve(terminal.callerDir, dictionary);
  const opened = await openTokenizer({ model, revision, mecabDic, dictionaryFile }, terminal);
  if (text === undefined) {
    for await (const line of terminal.readLines()) {
      terminal.print(JSON.stringify(tokenizeText(line, opened)));
    }
    return;
  }
  const tokenized = tokenizeText(text, opened);
  terminal.print(options.json === true ? JSON.stringify(tokenized) : formatTokens(tokenized));
}
