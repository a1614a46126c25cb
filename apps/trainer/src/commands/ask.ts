import { KanjoError, messageOf } from "@kanjo/shared/error";
import { Command } from "commander";

import { stateDir } from "../environment.ts";
import { useDevServer } from "../object-store/dev-server.ts";
import type { Terminal } from "../terminal/terminal.ts";

const EXAMPLES = `
Examples:
  $ pnpm --filter trainer ask "スタッフの対応が丁寧で、また泊まりたいと思いました"
  $ pnpm --filter trainer ask --url https://kanjo.example.workers.dev "届くのが遅い"`;

export function createAskCommand(terminal: Terminal): Command {
  return new Command("ask")
    .description("ask the served model over HTTP; without --url in workerd on this machine")
    .argument("<text...>", "texts to ask about")
    .option("--url <url>", "address of a deployed worker")
    .addHelpText("after", EXAMPLES)
    .action(async (texts: string[], options: { readonly url?: string }) => {
      if (options.url !== undefined) {
        requireUrl(options.url);
        await askAll(texts, options.url, terminal);
        return;
      }
      terminal.reporter.progress("serve", "starting workerd");
      const server = await useDevServer(stateDir());
      try {
        await askAll(texts, server.url, terminal);
      } finally {
        await server.stop();
      }
    });
}

function requireUrl(url: string): void {
  if (/^https?:/.test(url) && URL.canParse(url)) return;
  throw new KanjoError(
    "usage",
    `--url is ${JSON.stringify(url)}, expected an http or https address`,
    {
      hint: "Such as https://kanjo.example.workers.dev",
    },
  );
}

async function askAll(texts: readonly string[], url: string, terminal: Terminal): Promise<void> {
  for (const text of texts) {
    const address = new URL(`/sentiment?${new URLSearchParams({ text }).toString()}`, url);
    terminal.reporter.line("ask", `GET ${url}/sentiment?text=${text}`);
    terminal.print(await get(address));
  }
}

async function get(address: URL): Promise<string> {
  const response = await fetch(address).catch((cause: unknown) => {
    throw new KanjoError("worker-unreachable", `${address.origin}: ${messageOf(cause)}`, {
      hint: "Is the address right, and is the worker deployed?",
      cause,
    });
  });
  const body = await response.text();
  if (response.ok) return body;
  throw new KanjoError("worker-refused", `${address.origin} answered ${response.status}: ${body}`, {
    hint:
      response.status === 503
        ? "Publish a model first: pnpm --filter trainer train."
        : "See the answer's detail.",
  });
}
