import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";

import { expect, test } from "vitest";

const module = fileURLToPath(new URL("suspend-together.ts", import.meta.url));

/** Says the child's process id, and ends with it. */
const PARENT = `
  import { spawn } from "node:child_process";
  import { suspendTogether } from ${JSON.stringify(module)};
  const child = spawn("sleep", ["60"], { detached: true, stdio: "ignore" });
  suspendTogether(child);
  child.once("exit", () => {
    console.log(process.listenerCount("SIGTSTP") + process.listenerCount("SIGCONT"));
  });
  console.log(child.pid);`;

/** `T` is a process that was stopped. */
function isStopped(pid: number): boolean {
  const state = execFileSync("ps", ["-o", "state=", "-p", String(pid)], { encoding: "utf8" });
  return state.startsWith("T");
}

test("a child in a group of its own is stopped and continued with its parent", async () => {
  const parent = spawn(process.execPath, ["--input-type=module", "-e", PARENT]);
  const pid = parent.pid ?? 0;
  const [said] = await once(parent.stdout, "data");
  const child = Number(String(said));
  const states = () => [isStopped(pid), isStopped(child)];
  try {
    expect(states()).toEqual([false, false]);
    parent.kill("SIGTSTP");
    await expect.poll(states, { timeout: 20_000 }).toEqual([true, true]);
    parent.kill("SIGCONT");
    await expect.poll(states, { timeout: 20_000 }).toEqual([false, false]);
  } finally {
    process.kill(child, "SIGKILL");
    parent.kill("SIGCONT");
  }
  const [listeners] = await once(parent.stdout, "data");
  expect(Number(String(listeners))).toBe(0);
}, 60_000);
