/**
 * Delimited rows as Python's csv module and pandas read them by default, which
 * is what the scripts of WRIME's and MARC-ja's authors and users do: a quote
 * opens a quoted field at a field's beginning alone, `""` in one is a quote, and
 * what follows the closing quote belongs to the field.
 * Source: CPython, Modules/_csv.c, `parse_process_char` without strict.
 */

export interface CsvRow {
  readonly fields: readonly string[];
  /** Number of its first line, from 1. */
  readonly line: number;
}

type State = "start" | "plain" | "quoted" | "quote-in-quoted";

/** Takes lines without their ends, and gives a row when it is whole. */
export class CsvRowReader {
  readonly #delimiter: string;
  #fields: string[] = [];
  #field = "";
  #state: State = "start";
  #line = 0;
  #firstLine = 1;

  constructor(delimiter: string) {
    this.#delimiter = delimiter;
  }

  /** The row that this line completes; null in a quoted field that goes on, and for an empty line. */
  readLine(line: string): CsvRow | null {
    this.#line += 1;
    if (this.#state === "quoted") return this.#scan(line);
    this.#firstLine = this.#line;
    if (line === "") return null;
    if (line.includes('"')) return this.#scan(line);
    return { fields: line.split(this.#delimiter), line: this.#line };
  }

  /** The row whose last field's quote was never closed. */
  end(): CsvRow | null {
    return this.#state === "quoted" ? this.#finishRow() : null;
  }

  #scan(line: string): CsvRow | null {
    for (const character of line) this.#take(character);
    if (this.#state !== "quoted") return this.#finishRow();
    this.#field += "\n";
    return null;
  }

  #take(character: string): void {
    const { previous, state } = { previous: this.#state, state: this.#follow(character) };
    this.#state = state;
    if (state === "start") this.#finishField();
    else if (state === "plain" || (state === "quoted" && previous !== "start")) {
      this.#field += character;
    }
  }

  /** The state after a character; `start` is a new field. */
  #follow(character: string): State {
    switch (this.#state) {
      case "start":
        if (character === '"') return "quoted";
        return character === this.#delimiter ? "start" : "plain";
      case "plain":
        return character === this.#delimiter ? "start" : "plain";
      case "quoted":
        return character === '"' ? "quote-in-quoted" : "quoted";
      case "quote-in-quoted":
        if (character === '"') return "quoted";
        return character === this.#delimiter ? "start" : "plain";
    }
  }

  #finishField(): void {
    this.#fields.push(this.#field);
    this.#field = "";
  }

  #finishRow(): CsvRow {
    this.#finishField();
    const row = { fields: this.#fields, line: this.#firstLine };
    this.#fields = [];
    this.#state = "start";
    return row;
  }
}

/** All rows of a text; line ends may be LF, CR LF or CR. */
export function readCsvRows(content: string, delimiter: string): CsvRow[] {
  const reader = new CsvRowReader(delimiter);
  const lines = content.replace(/^\uFEFF/, "").split(/\r\n?|\n/);
  if (lines.at(-1) === "") lines.pop();
  return [...lines.map((line) => reader.readLine(line)), reader.end()].filter(
    (row) => row !== null,
  );
}
