import { createServer, type Server } from "node:http";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { ANALYTICS_COLUMNS } from "@kanjo/shared/analytics";
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from "vitest";

import { close, listen } from "../../test/loopback.ts";
import { createRecordingTerminal } from "../../test/recording-terminal.ts";
import type { DriftReport } from "../drift/drift-report.ts";
import { createDriftCommand } from "./drift.ts";

/** Of 200 texts, 100 were called each; one in ten scores lay below the band. */
const FIGURES = {
  name: "reviews",
  version: "v7",
  labels: ["negative", "positive"],
  calibration: {
    temperature: 1,
    thresholds: [],
    abstain: { below: 0.6, coverage: 0.9, accuracy: 1 },
  },
  metrics: {
    test: {
      count: 200,
      confusionMatrix: [
        [90, 10],
        [10, 90],
      ],
    },
  },
};
const SECRET = "token-秘密";

interface Recorded {
  readonly path: string;
  readonly authorization: string | undefined;
  readonly body: string;
}

let folder: string;
let server: Server;
let address: string;
let status = 200;
let answer = "";
const recorded: Recorded[] = [];

/** A group of answers as our query gives it; ClickHouse writes counts as strings. */
function group(label: string, score: number, answers: number, sampleInterval = 1) {
  return {
    label,
    score,
    abstained: score < 0.6 ? 1 : 0,
    answers: String(answers),
    weight: answers * sampleInterval,
    squares: answers * sampleInterval ** 2,
  };
}

function toJson(data: readonly object[]): string {
  return JSON.stringify({ meta: [], data, rows: data.length });
}

const SAME = [
  group("negative", 0.55, 50),
  group("negative", 0.95, 450),
  group("positive", 0.55, 50),
  group("positive", 0.95, 450),
];
const SHIFTED = [
  group("negative", 0.95, 850),
  group("positive", 0.55, 100),
  group("positive", 0.95, 50),
];

async function run(...args: string[]): Promise<readonly string[]> {
  const terminal = createRecordingTerminal(folder);
  await createDriftCommand(terminal).exitOverride().parseAsync(args, { from: "user" });
  return terminal.printed;
}

async function runJson(...args: string[]): Promise<DriftReport> {
  const [json = ""] = await run("--release", "manifest.json", "--json", ...args);
  const report: DriftReport = JSON.parse(json);
  return report;
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "kanjo-drift-"));
  await writeFile(join(folder, "manifest.json"), JSON.stringify(FIGURES));
  await writeFile(join(folder, "same.json"), toJson(SAME));
  await writeFile(join(folder, "shifted.json"), toJson(SHIFTED));
  server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const { url: path = "", headers } = request;
      const body = Buffer.concat(chunks).toString();
      recorded.push({ path, authorization: headers.authorization, body });
      response.writeHead(status).end(path === "/model" ? JSON.stringify(FIGURES) : answer);
    });
  });
  address = await listen(server);
});
afterEach(() => {
  vi.unstubAllEnvs();
  recorded.length = 0;
  status = 200;
});
afterAll(async () => {
  await close(server);
  await rm(folder, { recursive: true });
});

describe("answers in a file", () => {
  test("that are as those of the evaluation have not drifted", async () => {
    const report = await runJson("--input", "same.json");
    expect(report).toMatchObject({
      model: { name: "reviews", version: "v7" },
      evaluation: { split: "test", rows: 200 },
      period: { rows: 1_000, effective: 1_000 },
      verdict: "no drift",
      findings: [
        { subject: "labels", hasDrifted: false },
        { subject: "abstentions", hasDrifted: false },
      ],
    });
  });

  test("that are not have drifted, and say where to", async () => {
    const report = await runJson("--input", "shifted.json");
    expect(report).toMatchObject({
      verdict: "drift",
      findings: [
        {
          subject: "labels",
          test: "chi-square",
          hasDrifted: true,
          classes: [
            { name: "negative", evaluation: 0.5, period: 0.85 },
            { name: "positive", evaluation: 0.5, period: 0.15 },
          ],
        },
        { subject: "abstentions", hasDrifted: false },
      ],
    });
  });

  test("are compared by their scores where those of the evaluation are there", async () => {
    const texts = Array.from({ length: 200 }, (_, index) => ({
      text: SECRET,
      label: index % 2 === 0 ? "negative" : "positive",
      score: index < 100 ? 0.7 : 0.95,
    }));
    const lines = texts.map((text) => JSON.stringify(text)).join("\n");
    await writeFile(join(folder, "test.jsonl"), `${lines}\n`);
    const report = await runJson("--input", "same.json", "--evaluation", "test.jsonl");
    expect(report).toMatchObject({
      findings: [
        { subject: "labels" },
        { subject: "scores", test: "kolmogorov-smirnov", statistic: 0.4, hasDrifted: true },
        { subject: "abstentions" },
      ],
    });
    expect(JSON.stringify(report)).not.toContain(SECRET);
  });

  test("may be data points as they are, of which those of the version count", async () => {
    const { label, score, route, version } = ANALYTICS_COLUMNS;
    const point = (name: string, at: number, of = "v7", path = "/sentiment") =>
      JSON.stringify({
        [label]: name,
        [score]: at,
        [version]: of,
        [route]: path,
        _sample_interval: 2,
      });
    const lines = [
      ...Array.from({ length: 60 }, () => point("negative", 0.951)),
      ...Array.from({ length: 50 }, () => point("positive", 0.599)),
      ...Array.from({ length: 9 }, () => point("positive", 0.9, "v6")),
      point("", 0),
      point("negative", 0.9, "v7", "/tokenize"),
    ];
    await writeFile(join(folder, "points.ndjson"), lines.join("\n"));
    const report = await runJson("--input", "points.ndjson");
    expect(report).toMatchObject({ period: { rows: 110, effective: 110 } });
    const [, abstentions] = report.findings;
    expect(abstentions?.classes[0]?.period).toBeCloseTo(50 / 110, 9);
  });

  test("of which some stand for many others are worth less", async () => {
    const data = [group("negative", 0.95, 100, 1), group("positive", 0.95, 100, 9)];
    await writeFile(join(folder, "sampled.json"), toJson(data));
    const report = await runJson("--input", "sampled.json");
    expect(report).toMatchObject({ period: { rows: 200, effective: 1_000 ** 2 / 8_200 } });
  });

  test("with a label that the model has not are a drift of that label", async () => {
    await writeFile(join(folder, "other.json"), toJson([group("neutral", 0.95, 500)]));
    const report = await runJson("--input", "other.json");
    const [labels] = report.findings;
    expect(labels?.classes).toContainEqual({ name: "neutral", evaluation: 0, period: 1 });
    expect(report.verdict).toBe("drift");
  });

  test("that are too few say nothing, and nothing fails", async () => {
    await writeFile(join(folder, "few.json"), toJson([group("negative", 0.95, 99)]));
    const [text] = await run("--release", ".", "--input", "few.json", "--fail-on-drift");
    expect(text).toContain("too few answers");
  });

  test.each([
    ["no JSON", `{"label":"${SECRET}"\n`, "broken.json, line 1: is not JSON"],
    ["no answer", `[{"text":"${SECRET}"}]`, "broken.json, row 1: is no answer"],
    ["a score above 1", `{"label":"${SECRET}","score":2}`, "broken.json, row 1: is no answer"],
  ])("that are %s are refused by their place, unquoted", async (_, text, message) => {
    await writeFile(join(folder, "broken.json"), text);
    const running = runJson("--input", "broken.json");
    await expect(running).rejects.toMatchObject({ code: "answers-invalid", message });
  });
});

describe("a drift that is to fail", () => {
  test("does so after it was told", async () => {
    const terminal = createRecordingTerminal(folder);
    const args = ["--release", ".", "--input", "shifted.json", "--fail-on-drift"];
    const running = createDriftCommand(terminal).parseAsync(args, { from: "user" });
    await expect(running).rejects.toMatchObject({ code: "drift-found" });
    expect(terminal.printed.join()).toContain("labels: drift");
  });

  test("does not where it is small, however sure", async () => {
    const data = [
      group("negative", 0.95, 560_000),
      group("positive", 0.95, 340_000),
      group("positive", 0.55, 100_000),
    ];
    await writeFile(join(folder, "small.json"), toJson(data));
    const report = await runJson("--input", "small.json", "--fail-on-drift", "--alpha", "0.1");
    expect(report).toMatchObject({ verdict: "no drift" });
    const [labels] = report.findings;
    expect(labels?.p).toBeLessThan(0.1);
    expect(labels?.stability).toBeLessThan(0.1);
  });
});

describe("Cloudflare", () => {
  const askCloudflare = (...args: string[]) => {
    vi.stubEnv("CLOUDFLARE_API_BASE_URL", `${address}/client/v4`);
    vi.stubEnv("CLOUDFLARE_ACCOUNT_ID", "account-1");
    vi.stubEnv("CLOUDFLARE_API_TOKEN", SECRET.slice(0, 5));
    return run("--url", address, "--json", ...args);
  };

  test("is asked by SQL for the model that the worker serves", async () => {
    answer = toJson(SHIFTED);
    const period = ["--since", "2026-11-20", "--until", "2026-11-21T12:00:00Z"];
    const [json = ""] = await askCloudflare(...period, "--dataset", "kanjo_preview");
    expect(JSON.parse(json)).toMatchObject({ verdict: "drift", period: { rows: 1_000 } });
    expect(recorded.map(({ path }) => path)).toEqual([
      "/model",
      "/client/v4/accounts/account-1/analytics_engine/sql",
    ]);
    const { authorization, body } = recorded[1] ?? {};
    expect(authorization).toBe("Bearer token");
    expect(body).toContain("FROM kanjo_preview\n");
    expect(body).toContain("blob3 = 'v7'");
    expect(body).toContain("if(double2 < 0.6, 1, 0) AS abstained");
    expect(body).toContain("timestamp >= toDateTime('2026-11-20 00:00:00')");
    expect(body).toContain("timestamp < toDateTime('2026-11-21 12:00:00')");
  });

  test("refuses without the token in what is told", async () => {
    status = 403;
    answer = "forbidden";
    const running = askCloudflare("--release", "manifest.json");
    await expect(running).rejects.toMatchObject({ code: "usage" });
    vi.stubEnv("CLOUDFLARE_API_TOKEN", "hunter2");
    const asked = run("--release", "manifest.json");
    await expect(asked).rejects.toMatchObject({
      code: "analytics-refused",
      message: `${address}/client/v4 answered 403: forbidden`,
      hint: expect.stringContaining("Account Analytics: Read"),
    });
  });

  test("is not asked without an account, and what is missing is named", async () => {
    vi.stubEnv("CLOUDFLARE_ACCOUNT_ID", "");
    vi.stubEnv("CLOUDFLARE_API_TOKEN", "");
    await expect(run("--release", ".")).rejects.toMatchObject({
      code: "usage",
      message: expect.stringContaining("CLOUDFLARE_ACCOUNT_ID and CLOUDFLARE_API_TOKEN"),
    });
  });

  test("is not asked where only the query is wanted", async () => {
    const [query] = await run("--release", ".", "--print-query");
    expect(query).toMatch(/^SELECT\n[^]*FROM kanjo\n[^]*FORMAT JSON$/);
    expect(recorded).toEqual([]);
  });
});

describe("wrong usage", () => {
  test.each<[string, string[]]>([
    ["neither worker nor release", ["--input", "same.json"]],
    ["both", ["--url", "https://kanjo.example", "--release", "."]],
    ["a dataset that is SQL", ["--release", ".", "--dataset", "kanjo; DROP"]],
    ["no time", ["--release", ".", "--since", "yesterday"]],
    ["a p above 1", ["--release", ".", "--alpha", "5"]],
    [
      "a split that is not there",
      ["--release", ".", "--split", "validation", "--input", "same.json"],
    ],
  ])("%s", async (_, args) => {
    await expect(run(...args)).rejects.toMatchObject({ code: "usage" });
  });

  test("figures of no model", async () => {
    await writeFile(join(folder, "other-manifest.json"), "{}");
    await expect(
      run("--release", "other-manifest.json", "--input", "same.json"),
    ).rejects.toMatchObject({ code: "figures-invalid" });
  });
});
