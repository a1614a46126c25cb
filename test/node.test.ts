/** The app on Node beside the app in workerd: one bucket, one release, the same answers. */
import { type ChildProcess, spawn } from "node:child_process";
import { readFile, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { type DevServer, startDevServer } from "@kanjo/trainer/dev-server";
import { readEmbeddedSettings } from "@kanjo/trainer/embedded-settings";
import { afterAll, beforeAll, expect, test } from "vitest";

import { publishFixture } from "./fixture-release.ts";

const edge = join(import.meta.dirname, "../apps/edge");

let stateDir: string;
let workerd: DevServer;
let node: ChildProcess;
let nodeUrl: string;

beforeAll(async () => {
  stateDir = await mkdtemp(join(tmpdir(), "kanjo-node-"));
  workerd = await startDevServer({ stateDir, port: null });
  await publishFixture(workerd.url, {});
  const { endpoint, bucket, accessKeyId, secretAccessKey } = await readEmbeddedSettings(
    workerd.url,
  );
  node = spawn(process.execPath, [join(edge, "node/main.ts")], {
    env: {
      PATH: process.env["PATH"],
      PORT: "0",
      S3_ENDPOINT: endpoint,
      S3_BUCKET: bucket,
      S3_ACCESS_KEY_ID: accessKeyId,
      S3_SECRET_ACCESS_KEY: secretAccessKey,
    },
    stdio: ["ignore", "ignore", "pipe"],
  });
  nodeUrl = await readUrl(node);
});
afterAll(async () => {
  node?.kill("SIGKILL");
  await workerd?.stop();
  await rm(stateDir, { recursive: true, force: true });
});

function readUrl(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let output = "";
    child.stderr?.on("data", (chunk: Buffer) => {
      output += chunk.toString();
      const [, url] = /^serving on (\S+)\n/m.exec(output) ?? [];
      if (url !== undefined) resolve(url);
    });
    child.once("close", () => reject(new Error(`Node's server ended: ${output}`)));
  });
}

test("Node and workerd answer every text of the fixture with the same bits", async () => {
  const file = join(edge, "test/fixtures/expected.json");
  const expected: { readonly text: string }[] = JSON.parse(await readFile(file, "utf8"));
  expect(expected.length).toBeGreaterThan(5);
  for (const { text } of expected) {
    const options = { text, explain: "true", sentences: "true" };
    const path = `/sentiment?${new URLSearchParams(options).toString()}`;
    expect(await ask(nodeUrl, path)).toEqual(await ask(workerd.url, path));
  }
});

test("Node and workerd describe the same model and the same API", async () => {
  for (const path of ["/model", "/openapi.json"]) {
    expect(await ask(nodeUrl, path)).toEqual(await ask(workerd.url, path));
  }
});

/** Without the times, which are each one's own. */
async function ask(url: string, path: string): Promise<unknown> {
  const response = await fetch(`${url}${path}`);
  expect(response.status).toBe(200);
  const answer: object = JSON.parse(await response.text());
  return { ...answer, timing: null };
}
