/** A failed set-up that the reader can mend: what is wrong, and what to do. */
export class SetupError extends Error {
  constructor(message, hint, options) {
    super(message, options);
    this.hint = hint;
  }
}
