import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import fc from "fast-check";
import { afterAll, expect, test } from "vitest";

import type { SpanWindow } from "./span-windows.ts";
import { formatWindow, readWindows } from "./window-file.ts";

const folder = mkdtempSync(join(tmpdir(), "kanjo-window-file-"));
afterAll(() => rmSync(folder, { recursive: true }));

const offset = fc.tuple(fc.nat(), fc.nat());
const anyWindow: fc.Arbitrary<SpanWindow> = fc
  .record({
    example: fc.nat(),
    contextStart: fc.integer({ min: 2, max: 9 }),
    context: fc.array(offset),
  })
  .map(({ example, contextStart, context }) => {
    const question = Array.from({ length: contextStart }, () => null);
    return { example, contextStart, offsets: [...question, ...context, null] };
  });

test("windows are read as they were written", async () => {
  const file = join(folder, "windows.jsonl");
  await fc.assert(
    fc.asyncProperty(fc.array(anyWindow), async (windows) => {
      writeFileSync(file, windows.map(formatWindow).join(""));
      expect(await readWindows(file)).toEqual(windows);
    }),
  );
});
