/** Options of the commands that work on published releases. */
import { type Command, InvalidArgumentError, Option } from "commander";

import { parseIdentifier } from "./parse-identifier.ts";

/** The model of a version or a channel. */
export function createNameOption(): Option {
  return new Option("--name <name>", "name of the model")
    .argParser(parseIdentifier)
    .default("sentiment");
}

export function createChannelOption(description: string): Option {
  return new Option("--channel <channel>", description)
    .argParser(parseIdentifier)
    .default("production");
}

/** How a version is promoted. */
export function addPromotionOptions(command: Command): Command {
  return command
    .addOption(createChannelOption("channel to move"))
    .option(
      "--percent <share>",
      "share of the isolates that take the channel, where it is their canary (default: as it is)",
      parsePercent,
    )
    .option("--force", "promote although a gate is not passed; the manifest says so");
}

export interface PromotionOptions {
  readonly channel: string;
  readonly percent?: number;
  readonly force?: true;
}

function parsePercent(text: string): number {
  const percent = /^\d+(\.\d+)?$/.test(text) ? Number(text) : Number.NaN;
  if (percent >= 0 && percent <= 100) return percent;
  throw new InvalidArgumentError("expected a number from 0 to 100");
}

/** `@canary` or a version. */
export function parseReference(text: string): string {
  parseIdentifier(text.startsWith("@") ? text.slice(1) : text);
  return text;
}

const UNIT_MS: Readonly<Record<string, number>> = { m: 60_000, h: 3_600_000, d: 86_400_000 };

/** `90m`, `24h`, `7d`, `0`: milliseconds. */
export function parseAge(text: string): number {
  const [, count = "", unit = ""] = /^(\d+)([mhd])$/.exec(text) ?? [];
  const milliseconds = text === "0" ? 0 : Number(count) * (UNIT_MS[unit] ?? Number.NaN);
  if (!Number.isNaN(milliseconds)) return milliseconds;
  throw new InvalidArgumentError("expected minutes, hours or days, such as 90m, 24h, 7d, or 0");
}

export function parseCount(text: string): number {
  if (/^\d{1,9}$/.test(text)) return Number(text);
  throw new InvalidArgumentError("expected a whole number from 0");
}
