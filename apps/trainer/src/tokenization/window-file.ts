/** The windows of a split's contexts, one JSON array a line, in the order of the rows. */
import { createReadStream } from "node:fs";
import { createInterface } from "node:readline";

import * as z from "zod";

import type { SpanWindow } from "./span-windows.ts";

/** Example, context start, and the offsets of the context's tokens, flat. */
const Line = z.tuple([z.int().nonnegative(), z.int().positive(), z.array(z.int().nonnegative())]);

export function formatWindow({ example, contextStart, offsets }: SpanWindow): string {
  const line: z.input<typeof Line> = [
    example,
    contextStart,
    offsets.flatMap((offset) => offset ?? []),
  ];
  return `${JSON.stringify(line)}\n`;
}

/** What turns the logits of a split's rows back into text. */
export async function readWindows(file: string): Promise<SpanWindow[]> {
  const windows: SpanWindow[] = [];
  for await (const line of createInterface({ input: createReadStream(file) })) {
    windows.push(parseWindow(line));
  }
  return windows;
}

/** The question and its special tokens have no offsets, nor has the [SEP] at the end. */
function parseWindow(line: string): SpanWindow {
  const [example, contextStart, flat] = Line.parse(JSON.parse(line));
  const offsets: (readonly [number, number] | null)[] = Array.from(
    { length: contextStart },
    () => null,
  );
  for (let at = 0; at < flat.length; at += 2) offsets.push([flat[at] ?? 0, flat[at + 1] ?? 0]);
  return { example, contextStart, offsets: [...offsets, null] };
}
