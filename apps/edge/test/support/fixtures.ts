import { parseManifest } from "@kanjo/shared/manifest";
import { inject } from "vitest";
import * as z from "zod";

declare module "vitest" {
  interface ProvidedContext {
    /** Path below test/fixtures to the file's bytes as base64. */
    readonly fixtures: Readonly<Record<string, string>>;
  }
}

/** Bytes of a file below test/fixtures. */
export function readFixture(path: string): Uint8Array<ArrayBuffer> {
  const base64 = inject("fixtures")[path];
  if (base64 === undefined) throw new Error(`no fixture ${path}`);
  return Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
}

export function readFixtureText(path: string): string {
  return new TextDecoder().decode(readFixture(path));
}

export const fixtureManifest = parseManifest(readFixtureText("manifest.json"));

const Expectations = z.array(
  z.object({ text: z.string(), tokens: z.int(), scores: z.record(z.string(), z.number()) }),
);

/** Texts and what onnxruntime's native build says to them. */
export const expectations = Expectations.parse(JSON.parse(readFixtureText("expected.json")));
