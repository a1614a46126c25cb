import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

import { AxeBuilder } from "@axe-core/playwright";
import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { findChromium, openChromium } from "../../../test/open-chromium.ts";
import { makeCompareReport, makeSyntheticReport } from "../../../test/synthetic-report.ts";
import { renderComparePage } from "./render-compare-page.ts";
import { renderReportPage } from "./render-report-page.ts";

const chromium = findChromium();

/** Opens what is folded and draws what is far below, so that it is examined, too. */
const SHOW_EVERYTHING = `for (const one of document.querySelectorAll("details")) one.open = true;
for (const one of document.querySelectorAll(".examples > li")) one.style.contentVisibility = "visible";`;

describe.skipIf(chromium === null)("in Chromium", { timeout: 120_000 }, () => {
  let folder = "";
  let browser: Browser | undefined;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "kanjo-page-"));
    await writeFile(
      join(folder, "report.html"),
      await renderReportPage(makeSyntheticReport({ shown: 30 })),
    );
    await writeFile(
      join(folder, "short.html"),
      await renderReportPage(makeSyntheticReport({ shown: 4, changed: 4 })),
    );
    await writeFile(join(folder, "compare.html"), await renderComparePage(makeCompareReport()));
    browser = await openChromium(chromium ?? "");
  }, 60_000);

  afterAll(async () => {
    await browser?.close();
    await rm(folder, { recursive: true, force: true });
  });

  async function withPage(
    file: string,
    options: BrowserContextOptions,
    work: (page: Page, requests: readonly string[]) => Promise<void>,
  ): Promise<void> {
    const context = await browser?.newContext(options);
    if (context === undefined) throw new Error("no browser was opened");
    const page = await context.newPage();
    const requests: string[] = [];
    page.on("request", (request) => requests.push(request.url()));
    page.on("console", (message) => requests.push(message.text()));
    page.on("pageerror", (error) => requests.push(error.message));
    await page.goto(pathToFileURL(join(folder, file)).href);
    await work(page, requests).finally(() => context.close());
  }

  const VIEWS = ["short.html", "compare.html"].flatMap((file) =>
    [375, 1280].flatMap((width) =>
      (["light", "dark"] as const).map((colorScheme) => ({ file, width, colorScheme })),
    ),
  );

  test.each(VIEWS)(
    "axe finds nothing in $file at $width pixels, $colorScheme, and the page is no wider",
    async ({ file, width, colorScheme }) => {
      const locale = width === 375 ? "ja-JP" : "en-US";
      const options = { viewport: { width, height: 900 }, colorScheme, locale };
      await withPage(file, options, async (page, requests) => {
        await page.evaluate(SHOW_EVERYTHING);
        const { violations } = await new AxeBuilder({ page }).analyze();
        expect(violations.map(({ id, nodes }) => [id, nodes[0]?.html])).toEqual([]);
        expect(await page.evaluate("document.documentElement.scrollWidth")).toBe(width);
        expect(requests).toHaveLength(1);
      });
    },
  );

  test("the language is the browser's at first, then the one that was chosen", async () => {
    await withPage("report.html", { locale: "ja-JP" }, async (page) => {
      const title = page.locator("#summary-title");
      expect(await title.innerText()).toBe("概要");
      expect(await page.title()).toMatch("評価レポート");
      await page.locator("#language-en").check();
      expect(await title.innerText()).toBe("At a glance");
      await page.reload();
      expect(await title.innerText()).toBe("At a glance");
      expect(await page.locator("html").getAttribute("lang")).toBe("en");
    });
  });

  test("both languages and all colours are there without a script", async () => {
    await withPage("report.html", { locale: "en-US", javaScriptEnabled: false }, async (page) => {
      const title = page.locator("#summary-title");
      expect(await title.innerText()).toBe("At a glance");
      await page.locator("#language-ja").check();
      expect(await title.innerText()).toBe("概要");
      await page.locator("#theme-dark").check();
      const [red = 255] = await readBackground(page);
      expect(red).toBeLessThan(60);
      expect(await page.locator("form.filter").first().isVisible()).toBe(false);
    });
  });

  test("every phrase has its other language beside it", async () => {
    await withPage("report.html", { locale: "en-US" }, async (page) => {
      const lone =
        await page.evaluate(`[...document.querySelectorAll("span[lang=en], text[lang=en]")]
        .filter((one) => one.nextElementSibling?.lang !== "ja" && one.nextElementSibling?.getAttribute("lang") !== "ja")
        .map((one) => one.textContent)`);
      expect(lone).toEqual([]);
    });
  });

  test("the errors are filtered by label, slice, label noise and text", async () => {
    await withPage("report.html", { locale: "en-US" }, async (page) => {
      const found = page.locator("#errors-1 output");
      expect(await found.innerText()).toBe("30 / 30");
      await page.locator("#errors-1-list-gold").selectOption({ label: "negative" });
      const ofGold = await page
        .locator("#errors-1-list > li:not([hidden]) .gold")
        .allTextContents();
      expect(ofGold.length).toBeGreaterThan(0);
      expect(new Set(ofGold)).toEqual(new Set(["negative"]));
      await page.locator("#errors-1-list-slice").selectOption("negation");
      const left = await page.locator("#errors-1-list > li:not([hidden])").count();
      expect(left).toBeLessThan(ofGold.length);
      await page.locator("#errors-1-list-search").fill("ｎｏ ｓｕｃｈ ｔｅｘｔ");
      expect(await found.innerText()).toBe("0 / 30");
    });
  });

  test("a full-width search finds half-width text", async () => {
    await withPage("report.html", { locale: "en-US" }, async (page) => {
      const search = page.locator("#errors-1-list-search");
      await search.fill("EXAMPLE.com");
      const narrow = await page.locator("#errors-1 output").innerText();
      await search.fill("ＥＸＡＭＰＬＥ．ＣＯＭ");
      expect(await page.locator("#errors-1 output").innerText()).toBe(narrow);
      expect(narrow).not.toMatch(/^(0|30) /);
    });
  });

  test("print is light, without controls, and ends its list of errors", async () => {
    await withPage("report.html", { colorScheme: "dark", locale: "en-US" }, async (page) => {
      await page.emulateMedia({ media: "print" });
      expect(await readBackground(page)).toEqual([255, 255, 255]);
      expect(await page.locator(".controls").isVisible()).toBe(false);
      expect(await page.locator("#errors-1-list > li:visible").count()).toBe(25);
      expect(await page.locator("#errors-1 .in-print").innerText()).toMatch("all 30");
    });
  });

  async function readBackground(page: Page): Promise<number[]> {
    const colour = await page
      .locator("body")
      .evaluate((body) => body.ownerDocument.defaultView?.getComputedStyle(body).backgroundColor);
    return (colour?.match(/\d+/g) ?? []).map(Number);
  }
});
