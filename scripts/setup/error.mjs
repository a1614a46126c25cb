/** A failed set-up that the reader can mend: what is wrong, and what to do. */
export class SetupError extends Error {
  constructor(message, hint, { exitCode = 1, cause } = {}) {
    super(message, { cause });
    this.hint = hint;
    this.exitCode = exitCode;
  }
}
