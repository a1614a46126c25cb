import { Command } from "commander";
import { describe, expect, test } from "vitest";

import { formatGoOnCommand } from "./predict-go-on.ts";
import { addPredictOptions, planPrediction, PredictOptions } from "./predict-options.ts";
import { parseOptions } from "./parse-options.ts";

function parse(...args: readonly string[]): PredictOptions {
  const command = addPredictOptions(new Command().exitOverride());
  return parseOptions(PredictOptions, command.parse(args, { from: "user" }).opts(), "predict");
}

const FILES = ["--input", "in/a.csv", "--output", "b.csv"];

test("paths begin where the user is, and the format is the extension's", () => {
  expect(planPrediction(parse(...FILES), "/here")).toEqual({
    format: "csv",
    inputPath: "/here/in/a.csv",
    outputPath: "/here/b.csv",
    badRowsPath: "/here/b.csv.errors.jsonl",
    beginning: "refuse",
  });
});

test("streams have no paths", () => {
  const options = ["--format", "jsonl", "--input", "-", "--output", "-", "--errors", "/bad"];
  expect(planPrediction(parse(...options), "/here")).toMatchObject({
    format: "jsonl",
    inputPath: null,
    outputPath: null,
    badRowsPath: "/bad",
  });
});

describe("wrong usage is refused", () => {
  test.each([
    [["--input", "in.txt", "--output", "out"], "the extension says no format"],
    [["--input", "in.csv", "--output", "./in.csv"], "are not three files"],
    [["--input", "in.csv", "--output", "x", "--errors", "x"], "are not three files"],
    [["--input", "in.csv", "--output", "-"], "--output - without --errors"],
    [["--input", "in.csv", "--output", "-", "--errors", "x", "--json"], "--json with --output -"],
    [["--input", "-", "--output", "x", "--format", "csv", "--resume"], "--resume with -"],
    [[...FILES, "--resume", "--overwrite"], "--resume and --overwrite are given"],
    [[...FILES, "--workers", "0"], "workers"],
    [[...FILES, "--workers", "many"], "workers"],
  ])("%j", (args, message) => {
    expect(() => planPrediction(parse(...args), "/here")).toThrow(
      expect.objectContaining({ code: "usage", message: expect.stringContaining(message) }),
    );
  });
});

describe("the command that goes on", () => {
  const release = { manifest: { version: "v7" } };

  test("names the version that the channel served, and what was given", () => {
    const options = parse("--input", "my texts.csv", "--output", "b.csv", "--prefix", "it's");
    expect(formatGoOnCommand("@production", release, options)).toBe(
      `pnpm --filter trainer predict v7 --input 'my texts.csv' --output b.csv --prefix 'it'\\''s' --resume`,
    );
  });

  test("comes to the same options when it is run", () => {
    const given = [...FILES, "--text-column", "本文", "--workers", "3", "--model-name", "other"];
    const command = formatGoOnCommand("runs/a", release, parse(...given));
    const [, , , , model, ...args] = command.replaceAll("'", "").split(" ");
    expect(model).toBe("runs/a");
    expect(parse(...args)).toEqual({ ...parse(...given), resume: true });
  });
});
