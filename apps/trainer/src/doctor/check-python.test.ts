import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { checkLibraries, checkPython, checkTorch } from "./check-python.ts";
import { type PythonProbe, probePython } from "./python-probe.ts";
import { parsePins, readPins } from "./read-pins.ts";
import { engineDir } from "../paths.ts";

const PROBE: PythonProbe = {
  python: "3.11.9",
  executable: "/usr/bin/python3",
  libraries: { torch: "2.13.0+cpu", numpy: "2.4.6" },
  torch: {
    error: null,
    version: "2.13.0+cpu",
    cuda_build: null,
    devices: [],
    threads: 2,
    flops_per_second: null,
  },
};
const PINS = new Map([
  ["torch", "2.13.0"],
  ["numpy", "2.4.6"],
]);

test("pins are the lines with a version, whatever stands around them", () => {
  expect([...parsePins("# engine\ntorch==2.13.0\n-r other.txt\nunidic-lite==1.0.8\n")]).toEqual([
    ["torch", "2.13.0"],
    ["unidic-lite", "1.0.8"],
  ]);
});

test("every requirement of the engine is pinned", async () => {
  const text = await readFile(join(engineDir, "requirements.txt"), "utf8");
  const requirements = text.split("\n").filter((line) => /^[A-Za-z]/.test(line));
  expect((await readPins()).size).toBe(requirements.length);
});

describe("an interpreter", () => {
  test.each([
    ["3.11.9", "ok"],
    ["3.14.0", "ok"],
    ["3.9.18", "missing"],
    ["2.7.18", "missing"],
  ])("%s is %s", (python, state) => {
    const probe = { ...PROBE, python };
    expect(checkPython("python3", { probe, failure: null }).state).toBe(state);
  });

  test("that is not there is missing", async () => {
    const outcome = await probePython("no-such-python", [], null);
    expect(checkPython("no-such-python", outcome)).toMatchObject({
      state: "missing",
      detail: "no-such-python cannot be found",
    });
  });

  test("that fails is missing, with the last thing that it said", async () => {
    const python = await script("#!/bin/sh\necho first >&2\necho SyntaxError >&2\nexit 1\n");
    const { failure } = await probePython(python, [], null);
    expect(failure).toContain("SyntaxError");
    expect(failure).not.toContain("first");
  });
});

describe("libraries", () => {
  test("of the tested versions are fine, whatever they were built for", () => {
    expect(checkLibraries(PROBE, PINS).state).toBe("ok");
  });

  test("of another version are named with the one that was tested", () => {
    const probe = { ...PROBE, libraries: { ...PROBE.libraries, torch: "2.11.0" } };
    expect(checkLibraries(probe, PINS)).toMatchObject({
      state: "warning",
      detail: "torch 2.11.0 (tested: 2.13.0)",
    });
  });

  test("that are not installed are missing", () => {
    const probe = { ...PROBE, libraries: { torch: "2.13.0", numpy: null } };
    expect(checkLibraries(probe, PINS)).toMatchObject({
      state: "missing",
      detail: "numpy not installed",
      hint: expect.stringContaining("/usr/bin/python3 -m pip install"),
    });
  });
});

test("a PyTorch that cannot be imported is missing, and says why", () => {
  const probe = { ...PROBE, torch: { error: "libgomp.so.1: no such file" } };
  expect(checkTorch(probe)).toMatchObject({
    state: "missing",
    detail: expect.stringContaining("libgomp.so.1"),
  });
});

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "kanjo-python-"));
});
afterAll(() => rm(folder, { recursive: true }));

async function script(text: string): Promise<string> {
  const file = join(folder, "python");
  await writeFile(file, text, { mode: 0o755 });
  return file;
}
