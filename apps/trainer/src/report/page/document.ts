import { html, raw } from "hono/html";

import { type Assets, readAssets } from "./assets.ts";
import { renderControls } from "./controls.ts";
import { replaceControls } from "./replace-controls.ts";
import { type Html, say } from "./say.ts";
import { renderSection, type Section } from "./section.ts";

export interface PageDocument {
  /** For the window, in English and Japanese. */
  readonly title: readonly [en: string, ja: string];
  /** Holds the page's only first heading. */
  readonly masthead: Html;
  readonly sections: readonly Section[];
  readonly footer: Html;
}

const ICON =
  "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 16 16'%3E%3Crect width='16' height='16' rx='3' fill='%230b62a4'/%3E%3Cpath d='M4 11l3-4 2 2 3-5' fill='none' stroke='white' stroke-width='1.6'/%3E%3C/svg%3E";

/** One page that needs nothing from elsewhere and asks for nothing. */
export async function renderDocument(page: PageDocument): Promise<string> {
  const assets = await readAssets();
  const body = await renderBody(page, assets);
  return `<!doctype html>\n${replaceControls(body.toString())}\n`;
}

function renderBody(page: PageDocument, assets: Assets): Html {
  const [title, titleInJapanese] = page.title;
  return html`<html lang="en">
    <head>
      <meta charset="utf-8" />
      <meta http-equiv="Content-Security-Policy" content="${assets.policy}" />
      <meta name="viewport" content="width=device-width, initial-scale=1" />
      <meta name="color-scheme" content="light dark" />
      <meta name="referrer" content="no-referrer" />
      <title data-en="${title}" data-ja="${titleInJapanese}">${title}</title>
      <link rel="icon" href="${raw(ICON)}" />
      ${inline("style", assets.style)}
    </head>
    <body>
      <a class="skip" href="#main">${say(["Skip to the figures", "本文へ"])}</a>
      <header>${renderControls()} ${inline("script", assets.preferences)} ${page.masthead}</header>
      ${renderContents(page.sections)}
      <main id="main" tabindex="-1">${page.sections.map(renderSection)}</main>
      <footer>${page.footer}</footer>
      ${inline("script", assets.filter)}
    </body>
  </html>`;
}

/** To the byte, because the policy knows them by their digests. */
function inline(element: "style" | "script", text: string): Html {
  return raw(`<${element}>${text}</${element}>`);
}

function renderContents(sections: readonly Section[]): Html {
  const name = say(["Contents", "目次"]);
  return html`<nav aria-labelledby="contents">
    <p id="contents">${name}</p>
    <ul>
      ${sections.map(({ id, title }) => html`<li><a href="#${id}">${say(title)}</a></li>`)}
    </ul>
  </nav>`;
}
