/** What a vocabulary file maps to ids: single code points on the hot path, whole tokens at load time. */
export class Vocabulary {
  /** How many ids there are, one a line of the file. */
  readonly size: number;
  /** Token of each id; undefined where a later line repeats the token and so took its place. */
  readonly #tokens: readonly (string | undefined)[];
  readonly #idsByCodePoint: ReadonlyMap<number, number>;

  constructor(lines: readonly string[]) {
    const ids = new Map(lines.map((token, id) => [token, id]));
    this.size = lines.length;
    this.#tokens = lines.map((token, id) => (ids.get(token) === id ? token : undefined));
    this.#idsByCodePoint = new Map(
      [...ids].flatMap(([token, id]) => {
        const codePoint = onlyCodePoint(token);
        return codePoint === undefined ? [] : [[codePoint, id]];
      }),
    );
  }

  /** Id of the token that is this one code point. */
  idOfCodePoint(codePoint: number): number | undefined {
    return this.#idsByCodePoint.get(codePoint);
  }

  /** Id of a token of any length, by a linear search. */
  idOf(token: string): number | undefined {
    const id = this.#tokens.lastIndexOf(token);
    return id === -1 ? undefined : id;
  }

  /** Token of an id; undefined outside the vocabulary and for a repeated token's earlier ids. */
  tokenOf(id: number): string | undefined {
    return this.#tokens[id];
  }
}

/**
 * Reads a `vocab.txt` as transformers' `load_vocab` does: the line number is the
 * id, an empty line is a token, a trailing space counts, and of a token that is
 * repeated the last id holds. `\r\n` and `\r` end a line too, because Python
 * reads text files so.
 */
export function parseVocabulary(text: string): Vocabulary {
  const lines = text.split(/\r\n|\r|\n/);
  if (lines.at(-1) === "") lines.pop();
  return new Vocabulary(lines);
}

function onlyCodePoint(token: string): number | undefined {
  const codePoint = token.codePointAt(0);
  if (codePoint === undefined) return undefined;
  return String.fromCodePoint(codePoint) === token ? codePoint : undefined;
}
