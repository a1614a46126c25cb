import { Buffer } from "node:buffer";

import { describe, expect, test } from "vitest";

import { makeSyntheticReport } from "../../../test/synthetic-report.ts";
import { SLICES } from "../report.ts";
import { findMarkupFaults } from "../../../test/find-markup-faults.ts";
import { renderReportPage } from "./render-report-page.ts";
import { SLICE_NAMES } from "./slice-name.ts";

const report = makeSyntheticReport();

describe("the markup is well-formed", () => {
  test.each([
    ["with every part", report],
    ["with three labels", makeSyntheticReport({ labels: ["悪い", "普通", "良い"] })],
    [
      "with nothing but a split",
      {
        ...report,
        splits: report.splits.slice(0, 1),
        data: [],
        training: null,
        shortcuts: [],
        performance: null,
        comparison: null,
      },
    ],
    ["with no split", { ...report, splits: [], comparison: null }],
    ["with no errors", makeSyntheticReport({ shown: 0 })],
  ])("%s", async (_name, data) => {
    expect(findMarkupFaults(await renderReportPage(data))).toEqual([]);
  });

  test("a tag that is left open, an id that is there twice, and a bare < are found", () => {
    expect(findMarkupFaults("<p><b>bold</p>")).not.toEqual([]);
    expect(findMarkupFaults('<p id="a"></p><p id="a"></p>')).toEqual(["id a is there twice"]);
    expect(findMarkupFaults("<p>1 < 2</p>")).not.toEqual([]);
  });
});

test("nothing of the data becomes markup", async () => {
  const hostile = `"'><script>alert(1)</script><img src=x onerror=alert(1)>&amp;\u202E\u0000`;
  const plain = makeSyntheticReport({ labels: [hostile, "positive"], shown: 3 });
  const page = await renderReportPage({
    ...plain,
    splits: plain.splits.map((split) => ({
      ...split,
      errors: {
        ...split.errors,
        shown: split.errors.shown.map((error) => ({
          ...error,
          text: hostile,
          source: hostile,
          influences: [{ start: 3, end: 11, weight: 0.5 }],
          neighbours: [{ source: hostile, text: hostile, label: hostile, similarity: 1 }],
        })),
      },
    })),
    shortcuts: plain.shortcuts.map((one) => ({ ...one, phrase: hostile })),
  });
  expect(findMarkupFaults(page)).toEqual([]);
  expect(page.match(/<script/g)).toHaveLength(2);
  expect(page).not.toContain("<img");
  expect(page).not.toContain("\u0000");
});

test("what is said in English is said in Japanese, and the other way round", async () => {
  const page = await renderReportPage(report);
  const count = (pattern: RegExp): number => page.match(pattern)?.length ?? 0;
  expect(count(/<span lang="en">/g)).toBeGreaterThan(200);
  expect(count(/<span lang="ja">/g)).toBe(count(/<span lang="en">/g));
  expect(count(/<text [^>]*lang="ja"/g)).toBe(count(/<text [^>]*lang="en"/g));
  expect(page).not.toMatch(/<(span|text) [^>]*lang="(en|ja)"><\/\1>/);
});

test("every slice has a name in both languages", () => {
  expect(Object.keys(SLICE_NAMES).sort()).toEqual([...SLICES].sort());
  expect(Object.values(SLICE_NAMES).flat()).not.toContain("");
});

test("nothing is asked for from elsewhere", async () => {
  const page = await renderReportPage(report);
  const addresses = [...page.matchAll(/\b(?:href|src|srcset|action|data)="([^"]*)"/g)];
  expect(addresses.length).toBeGreaterThan(5);
  expect(addresses.filter(([, address]) => !/^(#|data:)/.test(address ?? ""))).toEqual([]);
  expect(page).not.toMatch(/url\(|@import/);
});

test("5,000 texts a split, with as many errors as are shown, stay under 3 MB", async () => {
  const most = { shown: 500, shownOfValidation: 500, neighbours: 5, changed: 500 };
  const page = await renderReportPage(makeSyntheticReport({ count: 5_000, ...most }));
  expect(page.match(/<li\s+data-gold=/g)).toHaveLength(1_000);
  expect(Buffer.byteLength(page)).toBeLessThan(3_000_000);
});

test("of near texts the page has the nearest three, and the beginnings of long ones", async () => {
  const plain = makeSyntheticReport({ shown: 1, shownOfValidation: 0, neighbours: 5 });
  const long = "良い😊".repeat(100);
  const [, split] = plain.splits;
  const [error] = split?.errors.shown ?? [];
  if (split === undefined || error === undefined) throw new Error("an error is shown");
  const neighbours = error.neighbours.map((one) => ({ ...one, text: long }));
  const errors = { total: 1, shown: [{ ...error, neighbours }] };
  const page = await renderReportPage({ ...plain, splits: [{ ...split, errors }] });
  expect(page.match(/class="similarity"/g)).toHaveLength(3);
  expect(page).toContain(`${"良い😊".repeat(40)}…`);
  expect(page).not.toContain("良い😊".repeat(41));
});
