import type { Reporter } from "./reporter.ts";

/** What a command sees of the world. */
export interface Terminal {
  readonly reporter: Reporter;
  /** Folder that the user's relative paths begin at. */
  readonly callerDir: string;
  /** Interpreter of the engine. */
  readonly python: string;
  /** Lines of stdin, without their ends. */
  readLines(): AsyncIterable<string>;
  /** All of stdin. */
  readBytes(): AsyncIterable<Uint8Array>;
  /** The result, on stdout. */
  print(text: string): void;
  printJson(value: unknown): void;
  /** A part of a long result as it is; resolves when stdout takes more. */
  write(text: string): Promise<void>;
}
