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
  /** The result, on stdout. */
  print(text: string): void;
  printJson(value: unknown): void;
}
