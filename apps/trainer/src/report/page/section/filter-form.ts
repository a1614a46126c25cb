import { html } from "hono/html";

import { type Html, type Phrase, say, type Words } from "../say.ts";

export interface Facet {
  /** Of the items' `data-` attribute. */
  readonly name: string;
  readonly label: Words;
  readonly options: readonly {
    readonly value: string;
    readonly name: readonly [en: string, ja: string];
  }[];
}

const ALL: readonly [string, string] = ["all", "すべて"];

/** Hidden until the script that makes it work is there. */
export function renderFilterForm(list: string, facets: readonly Facet[], search: Phrase): Html {
  return html`<form class="filter" data-list="${list}" hidden>
    ${facets.map((facet) => renderFacet(list, facet))}<label for="${list}-search"
      ><span>${say(search)}</span
      ><input type="search" id="${list}-search" name="search" autocomplete="off" spellcheck="false"
    /></label>
    <p class="found">${say(["Shown", "表示"])} <output></output></p>
  </form>`;
}

function renderFacet(list: string, { name, label, options }: Facet): Html {
  const id = `${list}-${name}`;
  return html`<label for="${id}"
    ><span>${say(label)}</span
    ><select id="${id}" name="${name}" autocomplete="off">
      ${renderOption("", ALL)}${options.map((option) => renderOption(option.value, option.name))}
    </select></label
  >`;
}

function renderOption(value: string, [en, ja]: readonly [string, string]): Html {
  return en === ja
    ? html`<option value="${value}">${en}</option>`
    : html`<option value="${value}" data-en="${en}" data-ja="${ja}">${en}</option>`;
}
