import type { ClassifiedText } from "@kanjo/shared/classifier";

/** A release in memory, ready to answer. */
export interface Model {
  readonly name: string;
  readonly version: string;
  readonly manifestSha256: string;
  /** @throws KanjoError `text-malformed`, `memory-exhausted` */
  classify(text: string): Promise<ClassifiedText>;
  /** Gives its memory back; it must not be asked again. */
  release(): Promise<void>;
}
