import type { LoadOptions } from "../src/dataset/load-options.ts";

export interface RecordingOptions extends LoadOptions {
  /** `stage: text` of each line that was said. */
  readonly said: readonly string[];
}

/** Options of a load that records what is said. */
export function recordLoad(options: Partial<LoadOptions> = {}): RecordingOptions {
  const said: string[] = [];
  const reporter = {
    line: (stage: string, text: string) => said.push(`${stage}: ${text}`),
    progress: () => {},
  };
  return { acceptLicense: false, reporter, said, ...options };
}
