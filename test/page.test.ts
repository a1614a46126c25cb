/**
 * The page at `/`, in Chromium, as `wrangler dev` serves it with the edge's fixture
 * release. States that this release does not bring about (a busy service, five labels)
 * are answers that the browser is given in the worker's place.
 */
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { AxeBuilder } from "@axe-core/playwright";
import type { Manifest } from "@kanjo/shared/manifest";
import { type DevServer, startDevServer } from "@kanjo/trainer/dev-server";
import type { Browser, BrowserContextOptions, Page, Route } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { publishFixture } from "./fixture-release.ts";
import { findChromium, openChromium } from "./open-chromium.ts";

const chromium = findChromium();

const GOOD = "楽しくて最高";
const BAD = "遅いし嫌だ";
const WITH_NUL = "良い\0店";
/** 19 tokens, where the model takes 16. */
const LONG = "良い店だった。これは悪い品だった。";

/** Background of the light colours. */
const PAPER = "rgb(253, 253, 251)";

/** What tells a label from others without its colour. */
const SIGNS = /^[▲▼■◆●]+/;

const METRICS: Manifest["metrics"][string] = {
  dataSha256: "0".repeat(64),
  count: 833,
  accuracy: 0.8895,
  macroF1: 0.8891,
  matthews: 0.78,
  loss: 0.3,
  expectedCalibrationError: 0.059,
  brier: 0.18,
  confusionMatrix: [
    [367, 49],
    [43, 374],
  ],
};

/** The fixture's own scores, which onnxruntime gave to the same texts in Python. */
async function readExpected(text: string): Promise<Record<string, number>> {
  const file = new URL("../apps/edge/test/fixtures/expected.json", import.meta.url);
  const cases: { text: string; scores: Record<string, number> }[] = JSON.parse(
    await readFile(file, "utf8"),
  );
  return cases.find((one) => one.text === text)?.scores ?? {};
}

describe.skipIf(chromium === null)("the page in Chromium", { timeout: 120_000 }, () => {
  let folder: string;
  let server: DevServer;
  let browser: Browser;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "kanjo-page-"));
    server = await startDevServer({ stateDir: join(folder, "state"), port: null });
    await publishFixture(server.url, {
      metrics: { test: METRICS },
      calibration: {
        temperature: 1.5,
        thresholds: [],
        abstain: { below: 0.7, coverage: 0.95, accuracy: 0.94 },
      },
    });
    browser = await openChromium(chromium ?? "");
  });

  afterAll(async () => {
    await browser?.close();
    await server?.stop();
    await rm(folder, { recursive: true, force: true });
  });

  interface Seen {
    readonly page: Page;
    readonly urls: readonly string[];
    /** Bodies of questions. */
    readonly questions: readonly string[];
    /** What the console and uncaught errors said. */
    readonly complaints: readonly string[];
  }

  async function withPage(
    options: BrowserContextOptions,
    work: (seen: Seen) => Promise<void>,
    prepare: (page: Page) => Promise<unknown> = async () => {},
  ): Promise<void> {
    const context = await browser.newContext({ locale: "en-US", ...options });
    const page = await context.newPage();
    const [urls, questions, complaints]: string[][] = [[], [], []];
    page.on("request", (request) => {
      urls?.push(request.url());
      if (request.method() === "POST") questions?.push(request.postData() ?? "");
    });
    page.on("console", (message) => complaints?.push(message.text()));
    page.on("pageerror", (error) => complaints?.push(error.message));
    await prepare(page);
    await page.goto(server.url);
    await page.locator("#figures > div").first().waitFor();
    await work({
      page,
      urls: urls ?? [],
      questions: questions ?? [],
      complaints: complaints ?? [],
    }).finally(() => context.close());
  }

  /** Types and waits for the words' influences, after which nothing more is asked. */
  async function ask(page: Page, text: string): Promise<void> {
    await page.locator("#text").fill(text);
    await page.locator("#history-list bdi").getByText(text, { exact: true }).waitFor();
  }

  const verdictOf = (page: Page): Promise<string> => page.locator("#verdict").innerText();

  test("typing gives the verdict and the scores that the release is known to give", async () => {
    await withPage({}, async ({ page, complaints }) => {
      await page.locator("#text").pressSequentially(BAD);
      await page.locator("#verdict .score").waitFor();
      const scores = await readExpected(BAD);
      const percents = ["positive", "negative"].map(
        (label) => `${((scores[label] ?? 0) * 100).toFixed(1)}%`,
      );
      expect(await page.locator("#scores .value").allInnerTexts()).toEqual(percents);
      expect(await verdictOf(page)).toMatch(/▼\s*Negative\s*91.0%/);
      expect(complaints).toEqual([]);
    });
  });

  test("words are shaded by their influence and told in a list, sentence by sentence", async () => {
    await withPage({}, async ({ page }) => {
      await ask(page, LONG);
      const sentences = page.locator("#sentences > li");
      expect(await sentences.count()).toBe(2);
      expect(await sentences.first().locator(".words").innerText()).toBe("良い店だった。");
      expect(await sentences.first().locator(".verdict").innerText()).toMatch("Positive");
      expect(await sentences.last().locator(".verdict").innerText()).toMatch("Negative");
      expect(await page.locator("#sentences mark").count()).toBeGreaterThan(1);
      const listed = await page.locator("#strongest li").allInnerTexts();
      expect(listed.length).toBeGreaterThan(1);
      for (const line of listed) expect(line).toMatch(/^\S+\s*[+−]\d+\.\d$/);
    });
  });

  test("what is unsure and what is long is said so", async () => {
    await withPage({}, async ({ page }) => {
      await ask(page, LONG);
      expect(await page.locator("#remarks").innerText()).toMatch(/16 tokens.* 2 overlapping parts/);
      await ask(page, "品");
      expect(await verdictOf(page)).toBe("Not sure");
      expect(await page.locator("#remarks").innerText()).toMatch(/“Positive” with 68\.3%.* 70\.0%/);
      await ask(page, "good");
      expect(await page.locator("#remarks").innerText()).toMatch("no Japanese in this text");
    });
  });

  test("nothing is asked about words that the input method has not made yet", async () => {
    await withPage({}, async ({ page, questions }) => {
      await page.locator("#text").focus();
      const session = await page.context().newCDPSession(page);
      await session.send("Input.imeSetComposition", {
        text: "さいこう",
        selectionStart: 4,
        selectionEnd: 4,
      });
      await page.waitForTimeout(1_000);
      expect(questions).toEqual([]);
      await session.send("Input.insertText", { text: "最高" });
      await page.locator("#verdict .score").waitFor();
      expect(questions.map((body): unknown => JSON.parse(body))[0]).toMatchObject({ text: "最高" });
    });
  });

  test("everything can be done by the keyboard, in an order that follows the page", async () => {
    await withPage({}, async ({ page }) => {
      await page.keyboard.press("Tab");
      expect(await page.evaluate("document.activeElement.className")).toBe("skip");
      await page.keyboard.press("Enter");
      expect(await page.evaluate("document.activeElement.id")).toBe("text");
      await page.keyboard.insertText(GOOD);
      await page.keyboard.press("Control+Enter");
      await page.locator("#verdict .score").waitFor();
      expect(await verdictOf(page)).toMatch("Positive");
      const reached: unknown[] = [];
      for (let stop = 0; stop < 7; stop++) {
        await page.keyboard.press("Tab");
        reached.push(
          await page.evaluate("document.activeElement.innerText || document.activeElement.id"),
        );
      }
      expect(reached.slice(0, 2)).toEqual(["Praise", "Complaint"]);
      expect(reached.at(-1)).toBe("words");
      await page.keyboard.press("Space");
      expect(await page.locator("#words").isChecked()).toBe(false);
    });
  });

  test("language, colours, words and code are remembered, and texts are not", async () => {
    await withPage({ locale: "ja-JP", colorScheme: "dark" }, async ({ page, urls }) => {
      expect(await page.locator("h1").innerText()).toMatch("どんな気持ち");
      await ask(page, GOOD);
      await page.locator("input[name=language][value=en]").check();
      await page.locator("input[name=theme][value=light]").check();
      await page.locator("input[name=code][value=python]").check();
      await page.locator("#words").uncheck();
      const kept = JSON.stringify(await page.context().storageState());
      expect(kept).toMatch("kanjo-page");
      await page.reload();
      await page.locator("#figures > div").first().waitFor();
      expect(await page.locator("h1").innerText()).toMatch("How does this text feel?");
      expect(await page.title()).toMatch("sentiment");
      expect(await page.evaluate("getComputedStyle(document.body).backgroundColor")).toBe(PAPER);
      expect(await page.locator("#code").innerText()).toMatch("import json");
      expect(await page.locator("#words").isChecked()).toBe(false);
      expect(await page.locator("#text").inputValue()).toBe("");
      for (const where of [kept, ...urls]) {
        expect(decodeURIComponent(where)).not.toContain(GOOD);
      }
    });
  });

  const VIEWS = [375, 1280].flatMap((width) =>
    (["en-US", "ja-JP"] as const).flatMap((locale) =>
      (["light", "dark"] as const).map((colorScheme) => ({ width, locale, colorScheme })),
    ),
  );

  test.each(VIEWS)(
    "axe finds nothing at $width pixels, $locale, $colorScheme, and the page is no wider",
    async ({ width, locale, colorScheme }) => {
      const viewport = { width, height: 800 };
      await withPage({ viewport, locale, colorScheme, bypassCSP: true }, async ({ page }) => {
        await page.emulateMedia({ reducedMotion: "reduce" });
        await ask(page, LONG);
        expect(await findFaults(page)).toEqual([]);
        expect(await page.evaluate("document.documentElement.scrollWidth")).toBe(width);
      });
    },
  );

  test("axe finds nothing before a question, in an unsure answer and in a refusal", async () => {
    await withPage({ bypassCSP: true }, async ({ page }) => {
      expect(await findFaults(page)).toEqual([]);
      await ask(page, "品");
      expect(await findFaults(page)).toEqual([]);
      await page.locator("#text").fill(WITH_NUL);
      await page.locator("#status .title").waitFor();
      expect(await findFaults(page)).toEqual([]);
    });
  });

  async function findFaults(page: Page): Promise<unknown[]> {
    const { violations } = await new AxeBuilder({ page }).analyze();
    return violations.map(({ id, nodes }) => [id, nodes[0]?.html]);
  }

  test("no request leaves the worker", async () => {
    await withPage({}, async ({ page, urls, complaints }) => {
      await ask(page, GOOD);
      expect(urls.length).toBeGreaterThan(2);
      expect(urls.filter((url) => new URL(url).origin !== server.url)).toEqual([]);
      expect(complaints).toEqual([]);
    });
  });

  /** Each would set `gotIn` or be seen if the policy let it. */
  const INTRUDERS = [
    {
      name: "a script",
      code: `const script = document.createElement("script");
        script.append("globalThis.gotIn = true"); document.body.append(script);`,
    },
    {
      name: "a handler",
      code: `document.body.setAttribute("onclick", "globalThis.gotIn = true"); document.body.click();`,
    },
    {
      name: "a style sheet",
      code: `const style = document.createElement("style");
        style.append("h1 { position: fixed }"); document.head.append(style);
        globalThis.gotIn = getComputedStyle(document.querySelector("h1")).position === "fixed";`,
    },
    {
      name: "a request to another host",
      code: `await fetch("http://kanjo.invalid/").then(() => { globalThis.gotIn = true; });`,
    },
  ];

  test.each(INTRUDERS)("$name that gets into the page does nothing", async ({ code }) => {
    await withPage({}, async ({ page, complaints }) => {
      await page.evaluate(`(async () => { try { ${code} } catch {} })()`);
      expect(await page.evaluate("globalThis.gotIn ?? false")).toBe(false);
      expect(complaints.join()).toMatch(/Content Security Policy|TrustedScript/);
    });
  });

  test("texts that look like markup stay texts", async () => {
    await withPage({}, async ({ page }) => {
      const text = "<b>良い</b>&amp;<img src=x>";
      await ask(page, text);
      expect(await page.locator("#history-list bdi").innerText()).toBe(text);
      expect(await page.locator("#sentences .words").innerText()).toBe(text);
      expect(await page.locator("main img, main b:not(td b)").count()).toBe(0);
    });
  });

  test("a screen reader is told the answer that stays, once", async () => {
    await withPage({}, async ({ page }) => {
      await page.evaluate(`globalThis.told = [];
        new MutationObserver(() => told.push(document.getElementById("announcements").textContent))
          .observe(document.getElementById("announcements"), { childList: true, characterData: true, subtree: true });`);
      await page.locator("#text").pressSequentially(BAD, { delay: 500 });
      await page.waitForTimeout(4_000);
      expect(await page.evaluate("told")).toEqual(["Negative 91.0%"]);
    });
  });

  test("the history brings an answer back without asking, and can be cleared", async () => {
    await withPage({}, async ({ page, questions }) => {
      await ask(page, GOOD);
      await ask(page, BAD);
      const asked = questions.length;
      await page.locator("#history-list button").last().click();
      expect(await page.locator("#text").inputValue()).toBe(GOOD);
      expect(await verdictOf(page)).toMatch("Positive");
      await page.waitForTimeout(1_500);
      expect(questions).toHaveLength(asked);
      await page.locator("#history-clear").click();
      expect(await page.locator("#history").isVisible()).toBe(false);
    });
  });

  test("the model's facts are those of its manifest", async () => {
    await withPage({}, async ({ page }) => {
      expect(await page.locator("#model-name").innerText()).toBe("sentiment fixture-1");
      expect(await page.locator("#figures").innerText()).toMatch(/89\.0%[^]*833 texts/);
      expect(await page.locator("#confusion td b").allInnerTexts()).toEqual([
        "367",
        "49",
        "43",
        "374",
      ]);
    });
  });

  const COMMANDS = [
    { language: "curl", file: "snippet.sh", command: "bash", needs: "curl" },
    { language: "typescript", file: "snippet.ts", command: process.execPath, needs: "node" },
    { language: "python", file: "snippet.py", command: "python3", needs: "python3" },
  ].filter(({ needs }) => isInstalled(needs));

  test.each(COMMANDS)(
    "the $language snippet runs as it stands",
    async ({ language, file, command }) => {
      await withPage({}, async ({ page }) => {
        await page.locator(`input[name=code][value=${language}]`).check();
        const snippet = join(folder, file);
        await writeFile(snippet, await page.locator("#code").innerText());
        const { stdout, stderr } = spawnSync(command, [snippet], { encoding: "utf8" });
        expect(stdout, stderr).toMatch(/positive|negative/);
      });
    },
  );

  describe("when the service", () => {
    const answer = (labels: readonly string[]): object => ({
      label: labels[0],
      score: 0.6,
      scores: Object.fromEntries(
        labels.map((label, at) => [label, at === 0 ? 0.6 : 0.4 / (labels.length - 1)]),
      ),
      abstained: false,
      tokens: 4,
      truncated: false,
      windows: 1,
      explain: [],
      sentences: [],
      model: { name: "sentiment", version: "v9", manifestSha256: "1".repeat(64) },
      timing: { tokenizerMs: 0, modelMs: 0 },
    });

    /** Answers questions in the worker's place. */
    const answerWith = (respond: (route: Route, turn: number) => Promise<void>) => {
      let turn = 0;
      return (page: Page): Promise<unknown> =>
        page.route("**/sentiment", (route) => respond(route, turn++));
    };

    const problem = (status: number, headers: Record<string, string> = {}) => ({
      status,
      headers: { "content-type": "application/problem+json", ...headers },
      body: JSON.stringify({ type: "/problems/x", title: "A title", status, detail: "" }),
    });

    test("is busy, the page says so, waits as long as it is told, and asks again", async () => {
      const respond = (route: Route, turn: number): Promise<void> =>
        turn === 0 ? route.fulfill(problem(429, { "retry-after": "2" })) : route.continue();
      await withPage(
        {},
        async ({ page, questions }) => {
          await page.locator("#text").fill(GOOD);
          const status = page.locator("#status");
          await status.getByText("Asked too often").waitFor();
          expect(await status.innerText()).toMatch(/Next try in [123] s\.[^]*A title \(429\)/);
          expect(questions).toHaveLength(1);
          await page.locator("#verdict .score").waitFor();
        },
        answerWith(respond),
      );
    });

    test("cannot be reached, the page says so and asks again when someone wants it to", async () => {
      const respond = (route: Route, turn: number): Promise<void> =>
        turn < 6 ? route.abort("connectionrefused") : route.continue();
      await withPage(
        {},
        async ({ page }) => {
          await page.locator("#text").fill(GOOD);
          await page.locator("#status").getByText("The service cannot be reached.").waitFor();
          const now = page.getByRole("button", { name: "Try now" });
          const verdict = page.locator("#verdict .score");
          while (!(await verdict.isVisible())) await now.click({ timeout: 500 }).catch(() => {});
          expect(await verdictOf(page)).toMatch("Positive");
        },
        answerWith(respond),
      );
    });

    test("refuses the text, the page says why and shows no other answer", async () => {
      await withPage({}, async ({ page }) => {
        await ask(page, GOOD);
        await page.locator("#text").fill(WITH_NUL);
        const status = page.locator("#status");
        await status.getByText("after which the model would see nothing").waitFor();
        expect(await status.innerText()).toMatch("The text has a NUL character (422)");
        expect(await page.locator("#verdict .score").count()).toBe(0);
      });
    });

    test("would refuse the text for its length, it is not even asked", async () => {
      await withPage({}, async ({ page, questions }) => {
        await page.locator("#text").fill("良".repeat(20_001));
        await page.locator("#status").getByText("at most 20,000 characters").waitFor();
        expect(await page.locator("#length").innerText()).toBe("20,001 / 20,000");
        await page.waitForTimeout(1_000);
        expect(questions).toEqual([]);
      });
    });

    test("wants a key, the page asks for it, keeps it to itself and tells programs to send it", async () => {
      const key = "s3cret";
      const digest = createHash("sha256").update(key).digest("hex");
      const guarded = await startDevServer({
        stateDir: join(folder, "state"),
        port: null,
        vars: { ACCESS: "keys", API_KEY_HASHES: `page:${digest}` },
      });
      const page = await browser.newPage({ locale: "en-US" });
      try {
        await page.goto(guarded.url);
        await page.locator("#text").fill(GOOD);
        await page.locator("#key").fill("wrong");
        await page.locator("#key").press("Enter");
        await page.getByText("This key is not accepted.").waitFor();
        await page.locator("#key").fill(key);
        await page.locator("#key").press("Enter");
        await page.locator("#verdict .score").waitFor();
        await page.locator("#figures > div").first().waitFor();
        expect(await page.locator("#key-form").isVisible()).toBe(false);
        expect(page.url() + JSON.stringify(await page.context().storageState())).not.toContain(key);
        const snippet = join(folder, "snippet-with-key.ts");
        await page.locator("input[name=code][value=typescript]").check();
        await writeFile(snippet, await page.locator("#code").innerText());
        const env = { ...process.env, KANJO_KEY: key };
        const { stdout, stderr } = spawnSync(process.execPath, [snippet], {
          encoding: "utf8",
          env,
        });
        expect(stdout, stderr).toMatch(/positive|negative/);
      } finally {
        await page.context().close();
        await guarded.stop();
      }
    });

    const FIVE = ["very_negative", "negative", "neutral", "positive", "喜び"];

    test.each([
      { labels: FIVE.slice(1, 4), names: ["Negative", "Neutral", "Positive"] },
      { labels: FIVE, names: ["Very negative", "Negative", "Neutral", "Positive", "喜び"] },
    ])("has $labels.length labels, all are shown", async ({ labels, names }) => {
      const respond = (route: Route): Promise<void> => route.fulfill({ json: answer(labels) });
      await withPage(
        {},
        async ({ page }) => {
          await page.locator("#text").fill(GOOD);
          await page.locator("#verdict .score").waitFor();
          const shown = await page.locator("#scores .label").allInnerTexts();
          expect(shown.map((name) => name.replace(SIGNS, "").trim())).toEqual(names);
          expect(new Set(shown.map((name) => SIGNS.exec(name)?.[0])).size).toBe(names.length);
        },
        answerWith(respond),
      );
    });
  });
});

function isInstalled(program: string): boolean {
  if (spawnSync(program, ["--version"]).status === 0) return true;
  process.stderr.write(`skipped: a snippet of the page, because there is no ${program}\n`);
  return false;
}
