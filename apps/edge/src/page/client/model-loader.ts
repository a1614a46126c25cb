/** Fetches the model's facts, and again when another release has answered. */
import type { ModelFacts } from "../../model-info/schemas.ts";
import type { Service } from "./service.ts";

const FIRST_WAIT_MS = 2_000;
const LONGEST_WAIT_MS = 60_000;

export interface ModelLoaderOptions {
  readonly service: Service;
  readonly show: (facts: ModelFacts) => void;
  readonly needKey: () => void;
}

export class ModelLoader {
  readonly #options: ModelLoaderOptions;
  #facts: ModelFacts | null = null;
  #isLoading = false;
  #failures = 0;
  #timer = 0;

  constructor(options: ModelLoaderOptions) {
    this.#options = options;
  }

  get facts(): ModelFacts | null {
    return this.#facts;
  }

  /** @param manifestSha256 of the release that answered */
  refresh(manifestSha256: string): void {
    if (this.#facts?.manifestSha256 !== manifestSha256) void this.load();
  }

  async load(): Promise<void> {
    if (this.#isLoading) return;
    clearTimeout(this.#timer);
    this.#isLoading = true;
    const { service, show, needKey } = this.#options;
    const reply = await service.fetchModel();
    this.#isLoading = false;
    switch (reply.kind) {
      case "answer":
        this.#failures = 0;
        this.#facts = reply.body;
        return show(reply.body);
      case "key-needed":
        return needKey();
      case "busy":
      case "unreachable":
      case "refused":
        return this.#loadLater(reply.kind === "busy" ? reply.retryAfterMs : null);
    }
  }

  #loadLater(namedMs: number | null): void {
    const doubled = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** this.#failures);
    this.#failures += 1;
    this.#timer = setTimeout(() => void this.load(), namedMs ?? doubled);
  }
}
