import { html } from "hono/html";

import { type Content, type Html, say, type Words } from "./say.ts";

interface Column {
  readonly name: Words;
  /** Text is set to the left, numbers to the right. */
  readonly kind?: "text" | "number";
}

export interface Row {
  readonly head: Content;
  readonly cells: readonly Content[];
}

export interface Table {
  readonly id: string;
  readonly caption: Words;
  /** The first one is that of the rows' heads. */
  readonly columns: readonly [Column, ...Column[]];
  readonly rows: readonly Row[];
}

/** A table that scrolls by itself where it is too wide. */
export function renderTable({ id, caption, columns, rows }: Table): Html {
  const [, ...others] = columns;
  return html`<div class="scroll" role="group" aria-labelledby="${id}" tabindex="0">
    <table>
      <caption id="${id}">
        ${say(caption)}
      </caption>
      <thead>
        <tr>
          ${columns.map(renderHead)}
        </tr>
      </thead>
      <tbody>
        ${rows.map((row) => renderRow(row, others))}
      </tbody>
    </table>
  </div>`;
}

function renderHead({ name, kind }: Column): Html {
  return kind === "number"
    ? html`<th scope="col" class="number">${say(name)}</th>`
    : html`<th scope="col">${say(name)}</th>`;
}

function renderRow(row: Row, columns: readonly Column[]): Html {
  return html`<tr>
    <th scope="row">${row.head}</th>
    ${row.cells.map((cell, index) =>
      columns[index]?.kind === "number"
        ? html`<td class="number">${cell}</td>`
        : html`<td>${cell}</td>`,
    )}
  </tr>`;
}
