import { existsSync, writeFileSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";

import { installFromNpm } from "./node.mjs";
import { root, setupDir } from "./paths.mjs";
import { digestOf, readTextIfThere, runInstaller } from "./step.mjs";

const PNPM_VERSION = "11.28.11";
/** Knows `allowBuilds` and `pmOnFail` of pnpm-workspace.yaml. */
const OLDEST_PNPM = 11;

/** Installs the workspace's packages as the lockfile says, unless that was done already. */
export async function ensurePackages(node) {
  const stampFile = join(root, "node_modules", ".kanjo-stamp");
  const stamp = digestOf(join(root, "pnpm-lock.yaml"), join(root, "pnpm-workspace.yaml"));
  if (readTextIfThere(stampFile) === stamp) return;
  const pnpm = await ensurePnpm();
  await runInstaller({
    name: "packages",
    label: "packages (pnpm install)",
    command: node,
    args: [pnpm, "install", "--frozen-lockfile", "--config.confirmModulesPurge=false"],
    env: { PATH: `${dirname(node)}${delimiter}${process.env.PATH ?? ""}`, CI: "true" },
    needsBytes: 1.5e9,
  });
  writeFileSync(stampFile, stamp);
}

/** Path of pnpm's JavaScript: the one that started us if it is new enough, or a pinned one from npm. */
async function ensurePnpm() {
  const caller = process.env.npm_execpath ?? "";
  const major = Number(/^pnpm\/(\d+)/.exec(process.env.npm_config_user_agent ?? "")?.[1] ?? 0);
  if (/pnpm\.[cm]?js$/.test(caller) && major >= OLDEST_PNPM) return caller;
  const folder = join(setupDir, "toolchain", "pnpm");
  const pnpm = join(folder, "node_modules", "pnpm", "bin", "pnpm.mjs");
  if (!existsSync(pnpm)) {
    await installFromNpm("pnpm", `pnpm ${PNPM_VERSION}`, folder, `pnpm@${PNPM_VERSION}`, 100e6);
  }
  return pnpm;
}
