/** The environments of wrangler.toml against the worker that reads them. */
import { join } from "node:path";

import { describe, expect, test } from "vitest";
import { unstable_readConfig } from "wrangler";

import { findBindingProblems } from "../apps/edge/src/bindings.ts";
import { parseSettings } from "../apps/edge/src/settings.ts";
import { root } from "./setup/paths.mjs";

const read = (env) => unstable_readConfig({ config: join(root, "wrangler.toml"), env });

/** What the worker is given: its variables, and bindings that have all methods. */
function makeEnv({ vars, r2_buckets, ratelimits, analytics_engine_datasets }) {
  const names = [
    ...r2_buckets.map(({ binding }) => binding),
    ...ratelimits.map(({ name }) => name),
    ...analytics_engine_datasets.map(({ binding }) => binding),
  ];
  const binding = { get: () => {}, limit: () => {}, writeDataPoint: () => {} };
  return { ...vars, ...Object.fromEntries(names.map((name) => [name, binding])) };
}

test.each([
  [undefined, "kanjo-local"],
  ["preview", "kanjo-preview"],
  ["production", "kanjo"],
])("%s has the name %s, and settings that the worker takes", (env, name) => {
  const config = read(env);
  expect(config.name).toBe(name);
  expect(config.compatibility_flags).toContain("enable_request_signal");
  expect(config.rules.map(({ type }) => type)).toContain("CompiledWasm");
  const given = makeEnv(config);
  expect(() => parseSettings(given, findBindingProblems(given))).not.toThrow();
});

describe.each(["preview", "production"])("%s", (env) => {
  const config = read(env);

  test("tells the period that its limits have", () => {
    const periods = new Set(config.ratelimits.map(({ simple }) => simple.period));
    expect([...periods]).toEqual([Number(config.vars.LIMIT_PERIOD_SECONDS)]);
    expect(config.ratelimits.map(({ name }) => name)).toEqual(["ADDRESS_LIMITER", "KEY_LIMITER"]);
  });

  test("keeps addresses, which have texts, out of logs and traces", () => {
    expect(config.observability).toMatchObject({
      redact_query_string: true,
      logs: { invocation_logs: false },
    });
  });

  test("counts apart from the other", () => {
    const other = read(env === "preview" ? "production" : "preview");
    const listNamespaces = ({ ratelimits }) => ratelimits.map((one) => one.namespace_id);
    const all = [...listNamespaces(config), ...listNamespaces(other)];
    expect(new Set(all).size).toBe(all.length);
    expect(config.analytics_engine_datasets).not.toEqual(other.analytics_engine_datasets);
  });
});
