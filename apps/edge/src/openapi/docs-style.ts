/** The page's one style sheet: the reader's own colours for light and dark, a column that fits a phone. */
export const STYLE = `
:root { color-scheme: light dark; --line: #d0d4da; --soft: #f3f4f6; --link: #0b57d0; }
@media (prefers-color-scheme: dark) {
  :root { --line: #3c4048; --soft: #1f2126; --link: #8ab4f8; }
}
body { margin: 0; font: 16px/1.6 system-ui, sans-serif; background: Canvas; color: CanvasText; }
main { max-width: 46rem; margin: 0 auto; padding: 1rem; }
h2 { margin-top: 3rem; border-bottom: 1px solid var(--line); }
section { margin-top: 2rem; }
h4 { margin: 1rem 0 0.25rem; }
code { font: 0.9em ui-monospace, monospace; overflow-wrap: anywhere; }
h3 code { font-weight: 600; }
pre { overflow-x: auto; padding: 0.75rem; border: 1px solid var(--line); background: var(--soft); }
pre code { overflow-wrap: normal; }
dl { margin: 0; }
dt { margin-top: 0.5rem; }
dd { margin-left: 1.5rem; }
ul { margin: 0; padding-left: 1.5rem; }
a { color: var(--link); }
:target { outline: 2px solid var(--link); outline-offset: 0.25rem; }
`;
