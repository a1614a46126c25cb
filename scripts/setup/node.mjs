import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";

import { setupDir } from "./paths.mjs";
import { SetupError } from "./error.mjs";
import { runInstaller } from "./step.mjs";

/** Runs TypeScript as it is (22.18) and wrangler (22.12). */
const MINIMUM_NODE = [22, 18];
const NODE_VERSION = "24.21.0";

/** Path of a Node that is new enough: the running one, or one from npm. */
export async function ensureNode() {
  if (isNewEnough(process.versions.node)) return process.execPath;
  const folder = join(setupDir, "toolchain", "node");
  const packageName = `node-${process.platform === "win32" ? "win" : process.platform}-${process.arch}`;
  const node = join(
    folder,
    "node_modules",
    packageName,
    "bin",
    process.platform === "win32" ? "node.exe" : "node",
  );
  if (!existsSync(node)) {
    await installFromNpm(
      "node",
      `Node ${NODE_VERSION} from npm (the system's ${process.versions.node} is older than ${MINIMUM_NODE.join(".")})`,
      folder,
      `${packageName}@${NODE_VERSION}`,
      400e6,
    );
  }
  const check = spawnSync(node, ["--version"], { encoding: "utf8" });
  if (check.status !== 0) {
    throw new SetupError(
      `${node} does not run on this machine`,
      `Install Node ${MINIMUM_NODE.join(".")} or newer yourself and run the same command again.`,
    );
  }
  return node;
}

/** `npm install` of one package into a folder of its own, with the npm that started us where there is one. */
export function installFromNpm(name, label, folder, spec, needsBytes) {
  const npmCli = process.env.npm_execpath?.endsWith("npm-cli.js")
    ? process.env.npm_execpath
    : undefined;
  const args = [
    "install",
    "--prefix",
    folder,
    "--no-audit",
    "--no-fund",
    "--ignore-scripts",
    "--loglevel=error",
    spec,
  ];
  return runInstaller({
    name,
    label,
    command: npmCli === undefined ? "npm" : process.execPath,
    args: npmCli === undefined ? args : [npmCli, ...args],
    env: {},
    needsBytes,
  });
}

function isNewEnough(version) {
  const [major, minor] = version.split(".").map(Number);
  // Type stripping came to Node 23 with 23.6.
  if (major === 23 && minor < 6) return false;
  return major > MINIMUM_NODE[0] || (major === MINIMUM_NODE[0] && minor >= MINIMUM_NODE[1]);
}
