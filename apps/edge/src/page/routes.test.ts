import { Hono } from "hono";
import { describe, expect, test } from "vitest";

import { addPageRoutes } from "./routes.ts";

const MAX_BYTES = 60_000;

const app = new Hono();
addPageRoutes(app);

async function readPage(): Promise<{ html: string; policy: Map<string, string[]> }> {
  const response = await app.request("/");
  const directives = (response.headers.get("content-security-policy") ?? "").split("; ");
  const policy = directives.map((directive): [string, string[]] => {
    const [name = "", ...values] = directive.split(" ");
    return [name, values];
  });
  return { html: await response.text(), policy: new Map(policy) };
}

async function quoteDigest(text: string): Promise<string> {
  const bytes = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text));
  return `'sha256-${btoa(String.fromCharCode(...new Uint8Array(bytes)))}'`;
}

function findContents(html: string, element: "style" | "script"): string[] {
  const pattern = new RegExp(`<${element}>([^]*?)</${element}>`, "g");
  return [...html.matchAll(pattern)].map(([, content = ""]) => content);
}

test("the page is smaller than 60 KB in all", async () => {
  const { html } = await readPage();
  expect(new TextEncoder().encode(html).byteLength).toBeLessThan(MAX_BYTES);
});

test("the page brings all that it needs", async () => {
  const { html } = await readPage();
  const links = [...html.matchAll(/(?:src|href|action|url)\s*[=(]\s*["']?([^"'\s>)]*)/g)];
  const elsewhere = links
    .map(([, link = ""]) => link)
    .filter((link) => !/^(#|data:|\/(docs|openapi\.json)$)/.test(link));
  expect(elsewhere).toEqual([]);
});

describe("the policy", () => {
  test.each(["style", "script"] as const)("allows each %s by its digest alone", async (element) => {
    const { html, policy } = await readPage();
    const digests = await Promise.all(findContents(html, element).map(quoteDigest));
    expect(digests.length).toBeGreaterThan(0);
    expect(policy.get(`${element}-src`)).toEqual(digests);
  });

  test("allows nothing else but questions to the worker itself and the icon", async () => {
    const { policy } = await readPage();
    const { "style-src": _style, "script-src": _script, ...rest } = Object.fromEntries(policy);
    expect(rest).toEqual({
      "default-src": ["'none'"],
      "connect-src": ["'self'"],
      "img-src": ["data:"],
      "base-uri": ["'none'"],
      "form-action": ["'none'"],
      "frame-ancestors": ["'none'"],
      "require-trusted-types-for": ["'script'"],
      "trusted-types": ["'none'"],
    });
  });

  test("needs no exception for attributes", async () => {
    const { html } = await readPage();
    const markup = html.replaceAll(/<(style|script)>[^]*?<\/\1>/g, "");
    expect(markup).not.toMatch(/\s(style|on[a-z]+)\s*=/);
  });
});

test("every phrase is there in both languages", async () => {
  const { html } = await readPage();
  const markup = html.replaceAll(/<script>[^]*?<\/script>/g, "");
  const english = markup.match(/<span lang="en">/g) ?? [];
  const both = markup.match(/<span lang="en">(?:(?!<\/span>)[^])*<\/span><span lang="ja">/g) ?? [];
  expect(english.length).toBeGreaterThan(20);
  expect(markup).not.toContain("{{");
  expect(both).toHaveLength(english.length);
});

describe("a copy that the browser has", () => {
  test.each([
    ["the tag", (tag: string) => tag, 304],
    ["the tag, weakened by a proxy", (tag: string) => `W/${tag}`, 304],
    ["the tag among others", (tag: string) => `"other", ${tag}`, 304],
    ["another tag", () => '"other"', 200],
  ])("%s", async (_name, write, status) => {
    const { headers } = await app.request("/");
    const tag = headers.get("etag") ?? "";
    expect(tag).toMatch(/^"[\w-]{20,}"$/);
    const response = await app.request("/", { headers: { "if-none-match": write(tag) } });
    expect(response.status).toBe(status);
    expect(response.headers.get("etag")).toBe(tag);
    expect(response.headers.get("cache-control")).toBe("no-cache");
    expect((await response.text()).length > 0).toBe(status === 200);
  });
});

test("other methods are told which there are", async () => {
  const response = await app.request("/", { method: "POST" });
  expect(response.status).toBe(405);
  expect(response.headers.get("allow")).toBe("GET, HEAD, OPTIONS");
});
