/** NFKC in Python, Node's and as the fixture says: the same but for what a newer Unicode version has added. */
import { expect, test } from "vitest";
import * as z from "zod";

import {
  ADDED_SINCE_14,
  listAdditions,
  listKnownAdditions,
  NORMALIZED_SHA256,
} from "../fixtures/normalization.ts";
import { PythonScript, whyNoOracle } from "./python.ts";

const Answer = z.object({ unicode: z.string(), sha256: z.string(), added: z.array(z.int()) });

const reason = whyNoOracle();
if (reason !== undefined) process.stderr.write(`skipped: ${reason}\n`);

const TIMEOUT_MS = 60_000;

test.skipIf(reason !== undefined)(
  "Python normalizes as the fixture says, up to its version of Unicode",
  { timeout: TIMEOUT_MS },
  async () => {
    const ranges = JSON.stringify(ADDED_SINCE_14.map(([first, last]) => [first, last]));
    const answer = Answer.parse(await new PythonScript("normalization.py", [ranges]).read());
    expect(answer.sha256).toBe(NORMALIZED_SHA256);
    expect(answer.added).toEqual(listAdditions(Number.parseFloat(answer.unicode)));
  },
);

test("Node knows the additions up to its own version", () => {
  const version = Number.parseFloat(process.versions["unicode"] ?? "");
  expect(listKnownAdditions().toSorted((a, b) => a - b)).toEqual(
    listAdditions(version).toSorted((a, b) => a - b),
  );
});
