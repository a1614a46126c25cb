import { hostname, userInfo } from "node:os";

import { expect, test } from "vitest";

import { root } from "../paths.ts";
import { collectEnvironment, RunEnvironment } from "./environment.ts";

const STARTED = {
  event: "started",
  kind: "train",
  device: "cpu",
  hardware: "A Processor",
  processes: 2,
  libraries: { python: "3.12.1", torch: "2.11.0" },
} as const;
const NOW = new Date("2026-01-02T03:04:05.000Z");

test("an environment has versions and hardware, and is read again as it was written", async () => {
  const environment = await collectEnvironment(STARTED, NOW);
  expect(environment).toMatchObject({
    startedAt: "2026-01-02T03:04:05.000Z",
    node: process.versions.node,
    libraries: { torch: "2.11.0" },
    hardware: { gpu: null, device: "cpu", processes: 2 },
  });
  expect(RunEnvironment.parse(JSON.parse(JSON.stringify(environment)))).toEqual(environment);
});

test("a card is named by the engine", async () => {
  const started = { ...STARTED, device: "cuda:0", hardware: "NVIDIA H100 80GB HBM3" };
  expect((await collectEnvironment(started, NOW)).hardware.gpu).toBe("NVIDIA H100 80GB HBM3");
});

test("it names neither the machine, nor its user, nor a folder", async () => {
  const values = listValues(await collectEnvironment(STARTED, NOW));
  expect(values).not.toContain(hostname());
  expect(values).not.toContain(userInfo().username);
  expect(values.filter((value) => value.includes(root) || /^[/\\~]/.test(value))).toEqual([]);
});

function listValues(value: unknown): string[] {
  if (typeof value !== "object" || value === null) return [String(value)];
  return Object.values(value).flatMap(listValues);
}
