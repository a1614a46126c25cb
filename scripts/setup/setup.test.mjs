/** What a stranger sees when something is missing: the launcher is run as they run it. */
import { spawnSync } from "node:child_process";
import { chmodSync, existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { root } from "./paths.mjs";
import { runInstaller } from "./step.mjs";

let folder;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "kanjo-setup-"));
});
afterAll(() => rmSync(folder, { recursive: true }));

function launch(args, env = {}) {
  const launcher = join(root, "scripts/kanjo.mjs");
  const result = spawnSync(process.execPath, [launcher, ...args], {
    encoding: "utf8",
    env: { ...process.env, ...env },
  });
  return { code: result.status, output: result.stdout + result.stderr };
}

/** An interpreter that says of itself what the test wants. */
function makePython(name, script) {
  const file = join(folder, name);
  writeFileSync(file, `#!/bin/sh\n${script}\n`);
  chmodSync(file, 0o755);
  return file;
}

describe("the launcher says what is wrong, without a stack", () => {
  const OLD = () => makePython("old", "echo 3.9.2");
  test.each([
    ["an unknown command", () => ["tarin"], 2, /no command "tarin"; expected one of quickstart/],
    ["no command", () => [], 2, /no command ""/],
    [
      "--python without a value",
      () => ["trainer", "train", "--python"],
      2,
      /--python has no value/,
    ],
    [
      "a Python that is not there",
      () => ["trainer", "train", "--python=/none/python"],
      1,
      /\/none\/python is not a Python that can be started/,
    ],
    [
      "a Python that is too old",
      () => ["trainer", "train", "--python", OLD()],
      1,
      /is Python 3\.9\.2, 3\.11 or newer is needed/,
    ],
  ])("%s", (_, args, code, message) => {
    const result = launch(args(), { KANJO_PYTHON: "" });
    expect(result).toMatchObject({ code, output: expect.stringMatching(message) });
    expect(result.output).not.toMatch(/^\s+at /m);
  });

  test("a Python without the engine's packages, by KANJO_PYTHON", () => {
    const python = makePython(
      "bare",
      'case "$2" in *print*platform*) echo 3.11.7;; *) shift 2; printf "{"; for n in "$@"; do printf "\\"%s\\": null," "$n"; done; printf "\\"x\\": null}\\n";; esac',
    );
    const result = launch(["trainer", "train"], { KANJO_PYTHON: python });
    expect(result.code).toBe(1);
    expect(result.output).toMatch(/lacks numpy, onnx, .*torch, transformers/);
    expect(result.output).toContain("pip install -r");
  });
});

test("help needs no Python", () => {
  const result = launch(["trainer", "train", "--help"], { KANJO_PYTHON: "/none/python" });
  expect(result).toMatchObject({ code: 0, output: expect.stringContaining("--recipe") });
});

describe("a dictionary that is given needs no Python", () => {
  test.each([
    [["dictionary", "build", "--path", "/none", "--name", "x"], /\/none: no compiled MeCab/],
    [["dictionary", "build", "--path=/none", "--name=x"], /\/none: no compiled MeCab/],
    [["tokenize", "--model", "./none", "--dictionary", "x.kjd", "a"], /"\.\/none": no folder/],
    [["tokenize", "--model=./none", "--dictionary=x.kjd", "a"], /"\.\/none": no folder/],
  ])("%j", (args, message) => {
    const result = launch(["trainer", ...args], { KANJO_PYTHON: "/none/python" });
    expect(result.output).toMatch(message);
    expect(result.output).not.toContain("/none/python");
  });
});

describe("an installer that fails says what to do", () => {
  const install = (script, needsBytes = 0) =>
    runInstaller({
      name: "test",
      label: "packages",
      command: "sh",
      args: ["-c", script],
      env: {},
      needsBytes,
    });
  test.each([
    [
      "no network",
      "echo 'npm error code ENOTFOUND' >&2; exit 1",
      /registry cannot be reached.*run the same command again/,
    ],
    [
      "no network for pip",
      "echo 'Failed to establish a new connection'; exit 1",
      /registry cannot be reached/,
    ],
    [
      "a proxy with a certificate of its own",
      "echo SELF_SIGNED_CERT_IN_CHAIN; exit 1",
      /not trusted.*NODE_EXTRA_CA_CERTS/,
    ],
    [
      "a disk that fills up",
      "echo 'OSError: [Errno 28] No space left on device'; exit 1",
      /disk is full/,
    ],
    ["anything else", "echo broken; exit 3", /whole output is in .*test\.log/],
  ])("%s", async (_, script, hint) => {
    await expect(install(script)).rejects.toMatchObject({
      message: expect.stringContaining("packages failed"),
      hint: expect.stringMatching(hint),
    });
  });

  test("a disk that is too small is found before anything is fetched", async () => {
    const made = join(folder, "made");
    await expect(install(`touch ${made}`, 1e18)).rejects.toMatchObject({
      message: expect.stringMatching(/GB free on the disk of .*, about 1000000000\.0 GB needed/),
    });
    expect(existsSync(made)).toBe(false);
  });

  test("a command that is not there", async () => {
    const missing = {
      name: "test",
      label: "x",
      command: "kanjo-no-such-command",
      args: [],
      env: {},
      needsBytes: 0,
    };
    await expect(runInstaller(missing)).rejects.toThrow(/cannot be started \(ENOENT\)/);
  });
});
