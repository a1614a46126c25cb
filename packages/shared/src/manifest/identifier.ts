import * as z from "zod";

/**
 * Model names, versions and channels become parts of object keys and URLs, so
 * they are held to letters, digits, `.`, `_` and `-`, 1 to 64 characters, and
 * begin with a letter or digit.
 */
export const Identifier = z
  .string()
  .regex(
    /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/,
    "expected 1 to 64 letters, digits, '.', '_' or '-', beginning with a letter or digit",
  );
