import { spawnSync } from "node:child_process";

import fc from "fast-check";
import { expect, test } from "vitest";

import { stripHtml } from "./strip-html.ts";

test.each([
  ["良い<br />宿<br>でした", "良い宿でした"],
  ["<a href=\"a>b\" title='>'>宿</a>", "宿"],
  ["R&amp;B &#34;名曲&#34; &lt;3 &hearts; &copy", 'R&B "名曲" <3 ♥ ©'],
  ["&#x3042;&#12356;&#128;", "あい€"],
  ["謎の&foo;と&と&#;", "謎の&fooと&と&#;"],
  ["3 < 5 <3 > 2", "3 < 5 <3 > 2"],
  ["a<!-- 隠 -->b<script>x < y</script>c", "abc"],
  ["普通の文", "普通の文"],
])("%j becomes %j", (text, expected) => {
  expect(stripHtml(text)).toBe(expected);
});

/** Python's own parser with the handlers that Beautiful Soup gives it. */
const ORACLE = `
import json, sys
from html.entities import name2codepoint
from html.parser import HTMLParser
class Text(HTMLParser):
    def __init__(self):
        super().__init__(convert_charrefs=False)
        self.parts = []
    def handle_data(self, data):
        self.parts.append(data)
    def handle_charref(self, name):
        number = int(name[1:], 16) if name[0] in "xX" else int(name)
        self.parts.append(chr(number))
    def handle_entityref(self, name):
        code = name2codepoint.get(name)
        self.parts.append("&" + name if code is None else chr(code))
def strip(text):
    parser = Text()
    parser.feed(text)
    parser.close()
    return "".join(parser.parts)
print(json.dumps([strip(text) for text in json.load(sys.stdin)]))
`;

const TAGS = ["<br />", "<br/>", "</p>", "<p class='a'>", '<a href="x>y">', "<!-- a -->"];
const REFERENCES = ["&amp;", "&#12354;", "&#x3042;", "&foo;", "&quot", "&copy.x"];
const LOOKALIKES = ["& ", "< ", "<3", "> ", "=", '"', "'"];

test("texts are those of Python's html.parser", () => {
  const pieces = fc.constantFrom(...TAGS, ...REFERENCES, ...LOOKALIKES, "良い", " ");
  const text = fc.array(pieces, { maxLength: 12 }).map((parts) => `${parts.join("")}。`);
  const texts = fc.sample(text, { numRuns: 3000, seed: 4 });
  const { stdout, stderr } = spawnSync(process.env["KANJO_PYTHON"] ?? "python3", ["-c", ORACLE], {
    input: JSON.stringify(texts),
    encoding: "utf8",
    maxBuffer: 1 << 26,
  });
  expect(stdout, stderr).not.toBe("");
  const expected: unknown = JSON.parse(stdout);
  expect(texts.map(stripHtml)).toEqual(expected);
});
