const VOID = new Set(["meta", "link", "input", "br", "hr", "img", "source", "wbr"]);

const TAG = /^<(\/?)([a-zA-Z][a-zA-Z0-9]*)((?:\s+[a-zA-Z:-]+(?:="[^"<>]*")?)*)\s*(\/?)>/;

/** What a strict reader would refuse: tags that do not nest, bare `<`, ids that are there twice. */
export function findMarkupFaults(page: string): string[] {
  const markup = page
    .replace(/^<!doctype html>/, "")
    .replaceAll(/<(script|style)>[\s\S]*?<\/\1>/g, "");
  return [...findNestingFaults(markup), ...findRepeatedIds(markup)];
}

function findNestingFaults(markup: string): string[] {
  const open: string[] = [];
  for (let at = markup.indexOf("<"); at >= 0; at = markup.indexOf("<", at + 1)) {
    const match = TAG.exec(markup.slice(at, at + 20_000));
    if (match === null) return [`no tag: ${markup.slice(at, at + 80)}`];
    const [, slash, name = "", , selfClosing] = match;
    if (slash === "/") {
      if (open.pop() !== name) return [`</${name}> closes nothing: ${markup.slice(at - 80, at)}`];
    } else if (selfClosing !== "/" && !VOID.has(name)) open.push(name);
  }
  return open.map((name) => `<${name}> is left open`);
}

function findRepeatedIds(markup: string): string[] {
  const ids = [...markup.matchAll(/\sid="([^"]*)"/g)].map(([, id]) => id);
  const repeated = ids.filter((id, index) => ids.indexOf(id) !== index);
  return repeated.map((id) => `id ${id} is there twice`);
}
