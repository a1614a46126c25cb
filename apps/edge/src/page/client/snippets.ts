/** The same question from a program, ready to run. */

export type SnippetLanguage = "curl" | "typescript" | "python";

export interface SnippetOptions {
  /** Where the page comes from: `https://kanjo.example`. */
  readonly origin: string;
  readonly needsKey: boolean;
}

const TEXT = "スタッフの対応が丁寧で、また泊まりたいと思いました。";

export function writeSnippet(language: SnippetLanguage, options: SnippetOptions): string {
  switch (language) {
    case "curl":
      return writeCurl(options);
    case "typescript":
      return writeTypeScript(options);
    case "python":
      return writePython(options);
  }
}

function writeCurl({ origin, needsKey }: SnippetOptions): string {
  const key = needsKey ? ` \\\n  --header "authorization: Bearer $KANJO_KEY"` : "";
  return `curl ${origin}/sentiment${key} \\
  --json '{"text":"${TEXT}"}'`;
}

function writeTypeScript({ origin, needsKey }: SnippetOptions): string {
  const key = needsKey ? "\n    authorization: `Bearer ${process.env.KANJO_KEY}`," : "";
  return `const response = await fetch("${origin}/sentiment", {
  method: "POST",
  headers: {
    "content-type": "application/json",${key}
  },
  body: JSON.stringify({ text: "${TEXT}" }),
});
if (!response.ok) throw new Error(await response.text());
const { label, score } = await response.json();
console.log(label, score);`;
}

function writePython({ origin, needsKey }: SnippetOptions): string {
  const key = needsKey ? `\n        "authorization": "Bearer " + os.environ["KANJO_KEY"],` : "";
  return `import json${needsKey ? "\nimport os" : ""}
from urllib.request import Request, urlopen

request = Request(
    "${origin}/sentiment",
    data=json.dumps({"text": "${TEXT}"}).encode(),
    headers={
        "content-type": "application/json",${key}
    },
)
with urlopen(request) as response:
    answer = json.load(response)
print(answer["label"], answer["score"])`;
}
