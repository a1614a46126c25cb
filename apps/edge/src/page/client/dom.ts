import { say, type Words } from "./say.ts";

type Attributes = Readonly<Record<string, string>>;
type Child = Node | Words;

export function make<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  attributes: Attributes,
  ...children: readonly Child[]
): HTMLElementTagNameMap[Tag] {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  fill(element, ...children);
  return element;
}

/** Puts these in the place of what the element had. */
export function fill(element: Element, ...children: readonly Child[]): void {
  element.replaceChildren(...children.flatMap(toNodes));
}

/** An element of page.html, by its id. */
export function find<Kind extends HTMLElement>(id: string, kind: new () => Kind): Kind {
  const element = document.getElementById(id);
  if (element instanceof kind) return element;
  throw new Error(`page.html has no ${kind.name} #${id}`);
}

/** The radio buttons of a group that page.html has. */
export function findRadios(name: string): HTMLInputElement[] {
  const found = document.querySelectorAll<HTMLInputElement>(`input[type=radio][name="${name}"]`);
  return [...found];
}

function toNodes(child: Child): readonly Node[] {
  return child instanceof Node ? [child] : say(child);
}
