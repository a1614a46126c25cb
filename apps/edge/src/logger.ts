export type LogFields = Readonly<Record<string, string | number | null>>;

/**
 * One JSON object a line: `level`, `event` and what belongs to the event. Texts
 * of users never go in, so neither do messages of errors that may quote them.
 */
export interface Logger {
  info(event: string, fields: LogFields): void;
  error(event: string, fields: LogFields): void;
}

/** @param write receives one line without its end */
export function createLogger(write: (line: string) => void): Logger {
  const log = (level: string, event: string, fields: LogFields): void =>
    write(JSON.stringify({ level, event, ...fields }));
  return {
    info: (event, fields) => log("info", event, fields),
    error: (event, fields) => log("error", event, fields),
  };
}

/** Logs to the console, which is where Workers Logs reads. */
// oxlint-disable-next-line no-console
export const consoleLogger: Logger = createLogger((line) => console.log(line));
