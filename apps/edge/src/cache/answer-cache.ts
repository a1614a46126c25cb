import type { Result } from "../http/result.ts";
import type { AnswerStore } from "./answer-store.ts";
import { createEntityTag, isNamedIn } from "./entity-tag.ts";

export interface CachedQuestion {
  readonly request: Request;
  /** Name of the answer. */
  readonly digest: string;
  readonly keepAlive: (promise: Promise<unknown>) => void;
}

export type CachedAnswer<T> =
  | { readonly kind: "not-modified"; readonly headers: Headers }
  | { readonly kind: "hit" | "miss"; readonly result: Result<T>; readonly headers: Headers };

type Headers = Readonly<Record<string, string>>;

export interface AnswerCacheOptions<T> {
  readonly store: AnswerStore;
  /** Headers of an answer that others may keep. */
  readonly headers: Headers;
  /** Null for what no answer looks like: another version of the worker kept it. */
  readonly parse: (json: unknown) => T | null;
}

/** Answers that need not be made: those that the asker has, and those that were given before. */
export class AnswerCache<T extends object> {
  readonly #options: AnswerCacheOptions<T>;

  constructor(options: AnswerCacheOptions<T>) {
    this.#options = options;
  }

  /** @param make is called where nothing else helps; an answer that it makes is kept */
  async answer(
    { request, digest, keepAlive }: CachedQuestion,
    make: () => Promise<Result<T>>,
  ): Promise<CachedAnswer<T>> {
    const { store, parse } = this.#options;
    const headers = { ...this.#options.headers, etag: createEntityTag(digest) };
    if (isNamedIn(request.headers.get("if-none-match"), headers.etag)) {
      return { kind: "not-modified", headers };
    }
    const { origin } = new URL(request.url);
    const found = parse(await store.find(digest, origin));
    if (found !== null) return { kind: "hit", result: { kind: "value", value: found }, headers };
    const result = await make();
    if (result.kind === "problem") return { kind: "miss", result, headers: {} };
    keepAlive(store.keep(digest, origin, result.value));
    return { kind: "miss", result, headers };
  }
}
