import fc from "fast-check";
import { describe, expect, test } from "vitest";

import type { Row } from "./dataset.ts";
import { splitRows } from "./split-rows.ts";

function row(text: string, split: Row["split"] = null): Row {
  return { text, label: "x", source: "s", split };
}

const many = Array.from({ length: 2000 }, (_, index) => row(`文 ${index}`));

describe("rows without splits", () => {
  test("are divided about 80/10/10", () => {
    const { splits, carved } = splitRows(many);
    const { train, validation, test: held } = splits;
    expect(carved).toEqual(["validation", "test"]);
    expect(train.length + validation.length + held.length).toBe(many.length);
    expect(validation.length).toBeGreaterThan(150);
    expect(held.length).toBeGreaterThan(150);
    expect(train.length).toBeGreaterThan(1500);
  });

  test("stay in their split when rows are added", () => {
    const { splits: before } = splitRows(many.slice(0, 1000));
    const { splits: after } = splitRows(many);
    expect(after.test).toEqual(expect.arrayContaining(before.test));
  });
});

test("a missing validation split is taken from train, and test is left alone", () => {
  const rows = [...many.map(({ text }) => row(text, "train")), row("試験", "test")];
  const { splits, carved } = splitRows(rows);
  expect(carved).toEqual(["validation"]);
  expect(splits.test).toEqual([row("試験", "test")]);
  expect(splits.validation.length).toBeGreaterThan(150);
  expect(splits.train.length + splits.validation.length).toBe(many.length);
});

test("no row is lost or doubled, and copies of a text never part", () => {
  fc.assert(
    fc.property(fc.array(fc.string()), (texts) => {
      const { splits } = splitRows(texts.map((text) => row(text)));
      const all = Object.values(splits).flat();
      expect(all.map((one) => one.text).sort()).toEqual([...texts].sort());
      for (const text of texts) {
        expect(
          Object.values(splits).filter((rows) => rows.some((one) => one.text === text)),
        ).toHaveLength(1);
      }
    }),
  );
});

test("rows of a group never part", () => {
  const grouped = many.map((one, index) => ({ ...one, group: `著者 ${index % 200}` }));
  const { splits } = splitRows(grouped);
  const groups = Object.values(splits).map((rows) => new Set(rows.map((one) => one.group)));
  expect(groups.reduce((total, found) => total + found.size, 0)).toBe(200);
  expect(groups.every((found) => found.size > 5)).toBe(true);
});
