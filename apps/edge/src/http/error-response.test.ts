import { KanjoError } from "@kanjo/shared/error";
import { expect, test } from "vitest";

import { createLogger } from "../logger.ts";
import { createErrorResponse } from "./error-response.ts";
import { Problem } from "./problem.ts";

async function answer(error: Error): Promise<{ problem: Problem; lines: string[] }> {
  const lines: string[] = [];
  const response = createErrorResponse(
    error,
    { route: "/sentiment", requestId: "order-4711" },
    createLogger((line) => lines.push(line)),
  );
  return { problem: Problem.parse(await response.json()), lines };
}

test.each([
  ["text-malformed", 422, "/problems/text-malformed"],
  ["memory-exhausted", 503, "/problems/model-unavailable"],
  ["model-restarting", 503, "/problems/model-unavailable"],
])("%s is the asker's to know and is not logged", async (code, status, type) => {
  const { problem, lines } = await answer(new KanjoError(code, "what is wrong"));
  expect(problem).toMatchObject({ status, type, detail: "what is wrong" });
  expect(lines).toEqual([]);
});

test.each([
  [new TypeError("cannot read 秘密"), "TypeError"],
  [new KanjoError("model-output-invalid", "秘密"), "model-output-invalid"],
])("a defect is a 500 that quotes nothing, and a log line with its stack", async (error, name) => {
  const { problem, lines } = await answer(error);
  expect(problem).toMatchObject({ status: 500, type: "/problems/internal" });
  expect(JSON.parse(lines[0] ?? "")).toMatchObject({
    level: "error",
    event: "request-failed",
    route: "/sentiment",
    requestId: "order-4711",
    error: name,
    stack: expect.stringContaining("error-response.test.ts"),
  });
  expect(`${JSON.stringify(problem)}${lines.join("")}`).not.toContain("秘密");
});
