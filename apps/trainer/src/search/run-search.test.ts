import { expect, test } from "vitest";

import type { Configuration } from "./axis.ts";
import { planGrid, planHalving } from "./rungs.ts";
import { runSearch, type Trial } from "./run-search.ts";

const configurations = [0, 1, 2, 3, 4, 5].map((value) => [{ field: "training.x", value }]);

/** A world in which the score is known beforehand. */
async function searchBy(
  score: (value: number, epochs: number) => number | null,
  rungs = planHalving(6, 4, 2),
) {
  const trained: string[] = [];
  const runTrial = (configuration: Configuration, epochs: number): Promise<Trial> => {
    const value = Number(configuration[0]?.value);
    trained.push(`${value}:${epochs}`);
    const found = score(value, epochs);
    return Promise.resolve({
      configuration,
      epochs,
      primary: "accuracy",
      score: found,
      deviation: null,
      loss: found === null ? null : 1 - value / 10,
      trainSeconds: 1,
    });
  };
  const ranked = await runSearch(configurations, rungs, runTrial);
  return { trained, best: ranked.at(-1)?.[0]?.configuration[0]?.value };
}

test("the better half goes on, with more epochs", async () => {
  const { trained, best } = await searchBy((value) => value);
  expect(trained).toEqual(["0:1", "1:1", "2:1", "3:1", "4:1", "5:1", "5:2", "4:2", "3:2", "5:4"]);
  expect(best).toBe(5);
});

test("the last rung decides, whatever the first ones said", async () => {
  const { best } = await searchBy((value, epochs) => (epochs === 1 ? value : -value));
  expect(best).toBe(3);
});

test("of equal scores the lower loss goes on", async () => {
  const { trained } = await searchBy(() => 0.5);
  expect(trained.slice(6)).toEqual(["5:2", "4:2", "3:2", "5:4"]);
});

test("a configuration that fails does not go on, and is never the best", async () => {
  const { trained, best } = await searchBy((value) => (value > 1 ? null : value));
  expect(trained.slice(6)).toEqual(["1:2", "0:2", "1:4"]);
  expect(best).toBe(1);
});

test("a grid trains each once and ranks them", async () => {
  const { trained, best } = await searchBy((value) => -Math.abs(value - 2), planGrid(6, 4));
  expect(trained).toEqual(["0:4", "1:4", "2:4", "3:4", "4:4", "5:4"]);
  expect(best).toBe(2);
});
