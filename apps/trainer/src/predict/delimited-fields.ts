/**
 * The fields of one row, line by line, as RFC 4180 has them: a quote may open a
 * field at its beginning alone, `""` in a quoted field is a quote, and nothing but
 * a delimiter or the row's end may follow the closing one. Where quotes have no
 * meaning, as in tab-separated values, every line is a row.
 */

export interface Dialect {
  readonly delimiter: string;
  readonly hasQuotes: boolean;
}

export const CSV: Dialect = { delimiter: ",", hasQuotes: true };
export const TSV: Dialect = { delimiter: "\t", hasQuotes: false };

/** `open`: a quoted field goes on in the next line. */
export type RowState = "whole" | "open" | "malformed";

export class FieldReader {
  readonly #dialect: Dialect;
  #fields: string[] = [];
  /** Of a quoted field that goes on. */
  #begun: string | null = null;

  constructor(dialect: Dialect) {
    this.#dialect = dialect;
  }

  /** Of a whole row. */
  get fields(): readonly string[] {
    return this.#fields;
  }

  /** @param end of the line, which belongs to a quoted field that goes on */
  take(line: string, end: string): RowState {
    const { delimiter, hasQuotes } = this.#dialect;
    if (this.#begun === null && !(hasQuotes && line.includes('"'))) {
      this.#fields = line.split(delimiter);
      return "whole";
    }
    return this.#scan(line, end);
  }

  #scan(line: string, end: string): RowState {
    const { delimiter } = this.#dialect;
    let at = 0;
    for (;;) {
      const isQuoted = this.#begun !== null || line[at] === '"';
      const next = isQuoted ? this.#readQuoted(line, at, end) : this.#readPlain(line, at);
      if (typeof next === "string") return next;
      if (next === line.length) return "whole";
      if (line[next] !== delimiter) return "malformed";
      at = next + 1;
    }
  }

  /** @returns where the field ends */
  #readPlain(line: string, from: number): number | RowState {
    const found = line.indexOf(this.#dialect.delimiter, from);
    const to = found === -1 ? line.length : found;
    const field = line.slice(from, to);
    if (field.includes('"')) return "malformed";
    this.#fields.push(field);
    return to;
  }

  /** @returns where the field ends, behind its closing quote */
  #readQuoted(line: string, from: number, end: string): number | RowState {
    let field = this.#begun ?? "";
    let at = this.#begun === null ? from + 1 : from;
    for (;;) {
      const quote = line.indexOf('"', at);
      if (quote === -1) {
        this.#begun = field + line.slice(at) + end;
        return "open";
      }
      field += line.slice(at, quote);
      if (line[quote + 1] !== '"') {
        this.#fields.push(field);
        this.#begun = null;
        return quote + 1;
      }
      field += '"';
      at = quote + 2;
    }
  }
}
