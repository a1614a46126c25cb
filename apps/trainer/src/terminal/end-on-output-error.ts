import { constants } from "node:os";

import { reportFailure } from "./report-failure.ts";

interface Output {
  on(event: "error", listener: (error: Error) => void): unknown;
}

/** Ends the process when stdout takes no more: quietly where its reader is gone, as `head` goes. */
export function endOnOutputError(
  output: Output,
  end: (exitCode: number) => void = (code) => process.exit(code),
): void {
  output.on("error", (error) => {
    const readerIsGone = "code" in error && error.code === "EPIPE";
    end(readerIsGone ? 128 + constants.signals.SIGPIPE : reportFailure(error));
  });
}
