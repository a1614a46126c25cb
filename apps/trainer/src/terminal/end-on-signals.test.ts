import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";

import { describe, expect, test } from "vitest";

const signals = fileURLToPath(new URL("end-on-signals.ts", import.meta.url));
const failures = fileURLToPath(new URL("report-failure.ts", import.meta.url));

/** Runs a script that has said `ready`, and sends it signals: one more whenever it says `got`. */
async function signal(body: string, ...sent: readonly NodeJS.Signals[]) {
  const script = `
    import { endOnSignals, passSignalsTo, refuseAfterSignal, sayOnSignal } from ${JSON.stringify(signals)};
    import { reportFailure } from ${JSON.stringify(failures)};
    endOnSignals();
    const keep = setInterval(() => {}, 1000);
    const say = (text) => process.stdout.write(text + "\\n");
    ${body}
    say("ready");`;
  const child = spawn(process.execPath, ["--input-type=module", "-e", script]);
  const left = [...sent];
  let [stdout, stderr] = ["", ""];
  child.stderr.on("data", (chunk: Buffer) => (stderr += chunk.toString()));
  child.stdout.on("data", (chunk: Buffer) => {
    stdout += chunk.toString();
    const next = left.shift();
    if (next !== undefined) child.kill(next);
  });
  const [code] = await once(child, "close");
  return { code: Number(code), said: stdout.split("\n").slice(1, -1), stderr };
}

const JOB = `passSignalsTo({
  interrupt: (signal) => say("got " + signal),
  kill: () => { say("killed"); process.exit(9); },
});`;

describe("without a job the process ends at once", () => {
  test.each([
    ["SIGINT", 130],
    ["SIGTERM", 143],
    ["SIGHUP", 129],
  ] as const)("%s gives %i", async (sent, code) => {
    expect(await signal("", sent)).toEqual({ code, said: [], stderr: "" });
  });

  test("and says how to go on, where there is a way", async () => {
    const { stderr } = await signal('sayOnSignal("Go on with: this");', "SIGINT");
    expect(stderr).toBe("\nGo on with: this\n");
  });
});

describe("a job", () => {
  test("is told of the first signal, and killed by the second", async () => {
    const { code, said } = await signal(JOB, "SIGTERM", "SIGINT");
    expect({ code, said }).toEqual({ code: 9, said: ["got SIGTERM", "killed"] });
  });

  test("that comes to its own end gives the signal's exit code", async () => {
    const body = `
      const release = passSignalsTo({
        interrupt: () => {
          release();
          try { refuseAfterSignal(); } catch (error) { process.exit(reportFailure(error)); }
        },
        kill: () => {},
      });`;
    const { code, stderr } = await signal(body, "SIGTERM");
    expect(code).toBe(143);
    expect(stderr).toContain("interrupted by SIGTERM");
  });

  test("is not begun after a signal", async () => {
    const body = `
      const release = passSignalsTo({
        interrupt: () => {
          release();
          try { ${JOB} } catch (error) { say(error.code); process.exit(3); }
        },
        kill: () => {},
      });`;
    expect(await signal(body, "SIGINT")).toMatchObject({ code: 3, said: ["interrupted"] });
  });
});
