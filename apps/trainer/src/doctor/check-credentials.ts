import { type Check, ok } from "./check.ts";

/** Each in the names that are read for it, of which one is enough. */
const CREDENTIALS = [
  ["S3_ACCESS_KEY_ID", "AWS_ACCESS_KEY_ID"],
  ["S3_SECRET_ACCESS_KEY", "AWS_SECRET_ACCESS_KEY"],
  ["HF_TOKEN"],
] as const;

/** Which credentials the environment and `.env` have; nothing of their values is told. */
export function checkCredentials(env: Readonly<Record<string, string | undefined>>): Check {
  const told = CREDENTIALS.map((names) => {
    const found = names.find((name) => env[name]);
    return `${found ?? names[0]} ${found === undefined ? "not set" : "set"}`;
  });
  return ok("credentials", told.join(", "));
}
