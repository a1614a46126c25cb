import { KanjoError } from "@kanjo/shared/error";
import { Command, Option } from "commander";

import { withObjectStore } from "../object-store/open-object-store.ts";
import { type Verification, verifyRelease } from "../release/verify-release.ts";
import type { VerifyScope } from "../release/verify-scope.ts";
import { drawBar, formatBytes, formatNumberOf } from "../terminal/reporter.ts";
import { formatTable } from "../terminal/table.ts";
import type { Terminal } from "../terminal/terminal.ts";
import { parseIdentifier } from "./parse-identifier.ts";
import { parseReference } from "./release-options.ts";

const EXAMPLES = `
Examples:
  $ pnpm --filter trainer verify
  $ pnpm --filter trainer verify @production
  $ pnpm --filter trainer verify quickstart-20261123-194500
  $ pnpm --silent --filter trainer verify --json > damages.json

Without an argument: all channels and all versions. Every blob is read and its digest
checked. Exit code 1 when something is damaged.`;

export function createVerifyCommand(terminal: Terminal): Command {
  return new Command("verify")
    .description("read published releases back and check every size and digest")
    .argument("[version]", "published version, or @channel (default: everything)", parseReference)
    .addOption(
      new Option(
        "--name <name>",
        "name of the model (default: all, or sentiment with a version)",
      ).argParser(parseIdentifier),
    )
    .option("--json", "print one JSON object on stdout")
    .addHelpText("after", EXAMPLES)
    .action(async (reference: string | undefined, options: VerifyOptions) => {
      await verify(chooseScope(reference, options.name), options, terminal);
    });
}

interface VerifyOptions {
  readonly name?: string;
  readonly json?: true;
}

function chooseScope(reference: string | undefined, name: string | undefined): VerifyScope {
  if (reference === undefined) return { kind: "all", name: name ?? null };
  const ofModel = name ?? "sentiment";
  return reference.startsWith("@")
    ? { kind: "channel", name: ofModel, channel: reference.slice(1) }
    : { kind: "version", name: ofModel, version: reference };
}

async function verify(
  scope: VerifyScope,
  { json }: VerifyOptions,
  terminal: Terminal,
): Promise<void> {
  const onProgress = (done: number, total: number): void =>
    terminal.reporter.progress(
      "verify",
      `${drawBar(done, total)} ${formatBytes(done)} of ${formatBytes(total)}`,
    );
  const result = await withObjectStore((store) => verifyRelease(scope, { store, onProgress }));
  terminal.reporter.line("verify", describeExtent(result));
  if (json === true) terminal.printJson(result);
  else if (result.damages.length > 0) terminal.print(describeDamages(result));
  requireSound(result);
}

function describeExtent({ channels, manifests, blobs, bytes }: Verification): string {
  return `${formatNumberOf(channels, "channel")}, ${formatNumberOf(manifests, "manifest")}, ${formatNumberOf(blobs, "blob")} (${formatBytes(bytes)}) read back`;
}

function describeDamages({ damages }: Verification): string {
  const rows = damages.map(({ key, problem, neededBy }) => [key, problem, neededBy.join(", ")]);
  return formatTable(["object", "damage", "needed by"], rows);
}

function requireSound({ damages }: Verification): void {
  if (damages.length === 0) return;
  throw new KanjoError("release-damaged", `${formatNumberOf(damages.length, "object")} damaged`, {
    hint: "Roll the channel back or promote another version. Deleting a damaged blob and publishing the release folder again mends it.",
  });
}
