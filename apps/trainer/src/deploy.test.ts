/**
 * The job descriptions in `deploy/` against the code: what they name has to
 * exist here, and what they start has to be what the trainer takes.
 */
import { spawnSync } from "node:child_process";
import { globSync } from "node:fs";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";

import { parse, parseAllDocuments } from "yaml";
import * as z from "zod";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";

import { createRecordingTerminal } from "../test/recording-terminal.ts";
import { createTrainCommand } from "./commands/train.ts";
import { parseTrainOptions, type TrainOptions } from "./commands/train-options.ts";
import { loadRecipe } from "./recipe/load-recipe.ts";
import { root } from "./paths.ts";

const deploy = join(root, "deploy");
const read = (name: string): Promise<string> => readFile(join(deploy, name), "utf8");

const SkyPilotTask = z.object({
  num_nodes: z.int(),
  resources: z.object({ image_id: z.string() }),
  envs: z.record(z.string(), z.string().nullable()),
  secrets: z.record(z.string(), z.null()),
  setup: z.string(),
  run: z.string(),
});

const Variable = z.object({
  name: z.string(),
  value: z.string().optional(),
  valueFrom: z.record(z.string(), z.unknown()).optional(),
});
const Container = z.object({
  env: z.array(Variable),
  resources: z.object({ limits: z.record(z.string(), z.unknown()) }),
  volumeMounts: z.array(z.object({ name: z.string(), mountPath: z.string() })),
});
const Job = z.object({
  kind: z.literal("Job"),
  metadata: z.object({ name: z.string() }),
  spec: z.object({
    completions: z.int().optional(),
    parallelism: z.int().optional(),
    template: z.object({
      spec: z.object({
        restartPolicy: z.enum(["OnFailure", "Never"]),
        subdomain: z.string().optional(),
        securityContext: z.object({ runAsUser: z.int() }),
        containers: z.tuple([Container]),
        volumes: z.array(z.object({ name: z.string() })),
      }),
    }),
  }),
});

const readSkyPilot = async () => SkyPilotTask.parse(parse(await read("skypilot.yaml")));

async function readJob(name: string) {
  const documents = parseAllDocuments(await read(name)).map((document): unknown => document.toJS());
  const job = Job.parse(documents.at(-1));
  const [container] = job.spec.template.spec.containers;
  const env = new Map(container.env.map((variable) => [variable.name, variable]));
  return { documents, job, pod: job.spec.template.spec, container, env };
}

/** Variables that the trainer or the script that starts it reads. */
async function listKnownVariables(): Promise<Set<string>> {
  const sources = globSync("apps/trainer/src/**/*.ts", { cwd: root })
    .filter((file) => !file.endsWith(".test.ts"))
    .map((file) => readFile(join(root, file), "utf8"));
  const code = (await Promise.all(sources)).join("\n");
  const script = await read("train.sh");
  return new Set([
    ...[...code.matchAll(/env\["([A-Z0-9_]+)"\]/g)].map(([, name = ""]) => name),
    ...[...script.matchAll(/\$\{?([A-Z][A-Z_]+)/g)].map(([, name = ""]) => name),
  ]);
}

const KUBERNETES = ["kubernetes.yaml", "kubernetes-nodes.yaml"];
const STORE = ["S3_ENDPOINT", "S3_BUCKET", "S3_ACCESS_KEY_ID", "S3_SECRET_ACCESS_KEY"];

describe("variables that the job descriptions set are read by the code", () => {
  test("of SkyPilot", async () => {
    const known = await listKnownVariables();
    const { envs, secrets, run } = await readSkyPilot();
    const exported = [...run.matchAll(/(?<![A-Z$_])([A-Z_]+)=/g)].map(([, name = ""]) => name);
    const named = [...Object.keys(envs), ...Object.keys(secrets), ...exported];
    expect(named).toEqual(expect.arrayContaining([...STORE, "NODES", "NODE_RANK", "RENDEZVOUS"]));
    expect(named.filter((name) => !known.has(name))).toEqual([]);
  });

  test.each(KUBERNETES)("of %s", async (name) => {
    const known = await listKnownVariables();
    const { env } = await readJob(name);
    expect([...env.keys()]).toEqual(expect.arrayContaining(STORE));
    expect([...env.keys()].filter((variable) => !known.has(variable))).toEqual([]);
  });
});

describe("secrets are referred to, not written down", () => {
  test("for SkyPilot", async () => {
    const { secrets } = await readSkyPilot();
    expect(Object.keys(secrets)).toEqual(["S3_ACCESS_KEY_ID", "S3_SECRET_ACCESS_KEY"]);
  });

  test.each(KUBERNETES)("in %s", async (name) => {
    const { env } = await readJob(name);
    for (const variable of [...STORE, "HF_TOKEN"]) {
      expect(env.get(variable)).toEqual({
        name: variable,
        valueFrom: { secretKeyRef: expect.anything() },
      });
    }
  });
});

test.each(KUBERNETES)("%s asks for one GPU and mounts the volumes that it has", async (name) => {
  const { pod, container, env } = await readJob(name);
  expect(container.resources.limits["nvidia.com/gpu"]).toBe(1);
  const volumes = pod.volumes.map((volume) => volume.name);
  expect(container.volumeMounts.map((mount) => mount.name).toSorted()).toEqual(volumes.toSorted());
  expect(container.volumeMounts.map((mount) => mount.mountPath)).toContain(env.get("RUNS")?.value);
});

test("the pods of several nodes find the first by the headless service", async () => {
  const { documents, job, pod, env } = await readJob("kubernetes-nodes.yaml");
  expect(documents[0]).toMatchObject({
    kind: "Service",
    metadata: { name: pod.subdomain },
    spec: { clusterIP: "None", selector: { "job-name": job.metadata.name } },
  });
  expect(env.get("RENDEZVOUS")?.value).toMatch(
    new RegExp(`^${job.metadata.name}-0\\.${pod.subdomain}:\\d+$`),
  );
  const nodes = Number(env.get("NODES")?.value);
  expect([job.spec.completions, job.spec.parallelism]).toEqual([nodes, nodes]);
});

test("one image serves everywhere: Node's, whose user Kubernetes names by number", async () => {
  const dockerfile = await read("Dockerfile");
  const [, image] = /^FROM (\S+)-slim$/m.exec(dockerfile) ?? [];
  expect((await readSkyPilot()).resources.image_id).toBe(`docker:${image}`);
  expect(dockerfile).toMatch(/^USER node$/m);
  expect((await readJob("kubernetes.yaml")).pod.securityContext.runAsUser).toBe(1_000);
});

test("the recipe that is trained is one that is shipped", async () => {
  const names = [
    (await readSkyPilot()).envs["RECIPE"],
    ...(await Promise.all(KUBERNETES.map(readJob))).map(({ env }) => env.get("RECIPE")?.value),
  ];
  expect(new Set(names)).toEqual(new Set(["wrime"]));
  await expect(loadRecipe("wrime", root)).resolves.toMatchObject({ name: "wrime" });
});

describe("train.sh starts the trainer", () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "kanjo-deploy-"));
    await mkdir(join(folder, "bin"));
    const fake = '#!/bin/sh\nfor argument in "$@"; do echo "$argument"; done\n';
    await writeFile(join(folder, "bin/node"), fake, { mode: 0o755 });
  });
  beforeEach(() => rm(join(folder, "runs"), { recursive: true, force: true }));
  afterAll(() => rm(folder, { recursive: true }));

  /** The script with a `node` that says what it was started with. */
  function start(env: Readonly<Record<string, string>>) {
    const path = `${join(folder, "bin")}${delimiter}${process.env["PATH"] ?? ""}`;
    const { stdout, stderr, status } = spawnSync(join(deploy, "train.sh"), {
      env: { PATH: path, RUNS: join(folder, "runs"), ...env },
      encoding: "utf8",
    });
    return { args: stdout.trimEnd().split("\n"), stderr, status };
  }

  /** As the command understands them; it is not run. */
  function understand(args: readonly string[]): TrainOptions {
    let raw: unknown;
    createTrainCommand(createRecordingTerminal(folder))
      .exitOverride()
      .action((options: unknown) => {
        raw = options;
      })
      .parse([...args], { from: "user" });
    return parseTrainOptions(raw);
  }

  const TRAINING = { RECIPE: "wrime", VERSION: "wrime-1" };

  test("alone", () => {
    const { args } = start(TRAINING);
    expect(args.slice(0, 3)).toEqual(["scripts/kanjo.mjs", "trainer", "train"]);
    expect(understand(args.slice(3))).toMatchObject({
      recipe: "wrime",
      version: "wrime-1",
      runs: join(folder, "runs"),
      processes: 1,
      acceptLicense: true,
      publish: true,
    });
    expect(args).not.toContain("--nodes");
  });

  test("with another base model and as many processes as there are cards", () => {
    const { args } = start({ ...TRAINING, BASE: "org/base model", PROCESSES: "8" });
    expect(understand(args.slice(3))).toMatchObject({ base: "org/base model", processes: 8 });
  });

  test("on one of several machines", () => {
    const { args } = start({
      ...TRAINING,
      NODES: "2",
      NODE_RANK: "1",
      RENDEZVOUS: "10.0.0.1:29500",
    });
    expect(understand(args.slice(3))).toMatchObject({
      nodes: 2,
      nodeRank: 1,
      rendezvous: "10.0.0.1:29500",
    });
  });

  test.each([
    ["0", "wrime-1"],
    ["1", "wrime-1-node-1"],
  ])("on rank %s to go on with the run that is there", async (rank, name) => {
    const run = join(folder, "runs", name);
    await mkdir(run, { recursive: true });
    await writeFile(join(run, "recipe.json"), "{}");
    const { args } = start({ ...TRAINING, NODES: "2", NODE_RANK: rank, RENDEZVOUS: "a:1" });
    const options = understand(args.slice(3));
    expect(options).toMatchObject({ resume: run, nodeRank: Number(rank), acceptLicense: true });
    expect(options.version).toBeUndefined();
  });

  test.each<[string, Record<string, string>]>([
    ["VERSION", { RECIPE: "wrime" }],
    ["RECIPE", { VERSION: "wrime-1" }],
    ["RENDEZVOUS", { ...TRAINING, NODES: "2" }],
  ])("not without %s", (name, env) => {
    const { status, stderr } = start(env);
    expect(status).not.toBe(0);
    expect(stderr).toContain(name);
  });
});
