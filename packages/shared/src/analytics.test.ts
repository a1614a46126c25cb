import { expect, test } from "vitest";

import { ANALYTICS_COLUMNS, type AnalyticsPoint, toColumns } from "./analytics.ts";

const POINT: AnalyticsPoint = {
  route: "/sentiment",
  label: "positive",
  version: "v7",
  cache: "miss",
  statusClass: "2xx",
  model: "reviews",
  durationMs: 14.5,
  score: 0.75,
  tokens: 20,
  requests: 1,
};

test("every value lies in the column that is read for it", () => {
  const { indexes, blobs, doubles } = toColumns(POINT);
  const columns: Record<string, string | number> = {};
  for (const [at, value] of indexes.entries()) columns[`index${at + 1}`] = value;
  for (const [at, value] of blobs.entries()) columns[`blob${at + 1}`] = value;
  for (const [at, value] of doubles.entries()) columns[`double${at + 1}`] = value;
  const { sampledBy, ...named } = ANALYTICS_COLUMNS;
  const found = Object.entries(named).map(([name, column]) => [name, columns[column]]);
  expect(Object.fromEntries(found)).toEqual(POINT);
  expect(columns[sampledBy]).toBe("v7");
});

test("what no model answered is sampled together", () => {
  expect(toColumns({ ...POINT, version: "" }).indexes).toEqual(["none"]);
});
