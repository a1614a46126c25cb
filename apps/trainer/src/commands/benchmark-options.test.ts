import { expect, test } from "vitest";

import { JGLUE_TASK_NAMES } from "../jglue/task.ts";
import { parseBenchmarkOptions } from "./benchmark-options.ts";

test("without options every task is run once, with the recipes' own seed", () => {
  expect(parseBenchmarkOptions({ runs: "runs" })).toEqual({
    runs: "runs",
    tasks: [...JGLUE_TASK_NAMES],
    seeds: [42],
    acceptLicense: false,
    allowPickle: false,
    keepModels: false,
    json: false,
  });
});

test("lists are separated by commas; what is named twice is run once", () => {
  const options = parseBenchmarkOptions({ runs: "runs", tasks: "jsts, jnli,jsts", seeds: "3,1,3" });
  expect(options.tasks).toEqual(["jsts", "jnli"]);
  expect(options.seeds).toEqual([3, 1]);
});

test.each([
  [{ tasks: "jsts,jnly" }, "tasks"],
  [{ tasks: "" }, "tasks"],
  [{ seeds: "1,-2" }, "seeds"],
  [{ seeds: "1.5" }, "seeds"],
  [{ limit: "0" }, "limit"],
  [{ limit: "many" }, "limit"],
  [{ name: "../elsewhere" }, "name"],
])("%j is wrong usage", (options, named) => {
  expect(() => parseBenchmarkOptions({ runs: "runs", ...options })).toThrow(
    expect.objectContaining({ code: "usage", message: expect.stringContaining(named) }),
  );
});
