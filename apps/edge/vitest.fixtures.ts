import { readFileSync } from "node:fs";
import { join } from "node:path";

const FILES = ["model.ort", "model.onnx", "vocab.txt", "manifest.json", "expected.json"];

/** Files of the fixture release as base64, because tests in workerd read no disk. */
export const fixtures = Object.fromEntries(
  FILES.map((path) => [
    path,
    readFileSync(join(import.meta.dirname, "test/fixtures", path), "base64"),
  ]),
);
