import * as fc from "fast-check";
import { expect, test } from "vitest";

import type { Influence } from "../../report.ts";
import { renderInfluences } from "./influences.ts";

async function render(text: string, influences: readonly Influence[]): Promise<string> {
  return (await renderInfluences(text, influences)).toString();
}

function removeTags(markup: string): string {
  return markup.replaceAll(/<[^>]*>/g, "");
}

test("the strongest word is the darkest, and the sign decides the kind", async () => {
  const markup = await render("良い部屋だが狭い", [
    { start: 0, end: 2, weight: 0.6 },
    { start: 2, end: 4, weight: 0.01 },
    { start: 6, end: 8, weight: -0.3 },
  ]);
  expect(markup).toBe(
    '<bdi lang="ja"><mark class="for-3" title="−0.600">良い</mark>部屋だが<mark class="against-1" title="+0.300">狭い</mark></bdi>',
  );
});

test("a text where no word matters stays plain", async () => {
  const markup = await render("部屋", [{ start: 0, end: 2, weight: 0.001 }]);
  expect(markup).toBe('<bdi lang="ja">部屋</bdi>');
});

test("the text comes back whole, whatever the words and their order", async () => {
  const influence = fc.record({
    start: fc.nat(12),
    length: fc.integer({ min: 1, max: 5 }),
    weight: fc.double({ min: -1, max: 1, noNaN: true }),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(influence), async (spans) => {
      const text = "とても静かな部屋でよく眠れました。";
      const influences = spans.map(({ start, length, weight }) => ({
        start,
        end: start + length,
        weight,
      }));
      expect(removeTags(await render(text, influences))).toBe(text);
    }),
  );
});
