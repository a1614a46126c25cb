import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { SetupError } from "./error.mjs";
import { root, setupDir } from "./paths.mjs";
import { digestOf, readTextIfThere, runInstaller, say } from "./step.mjs";

const MINIMUM_PYTHON = [3, 11];
const CANDIDATES = ["python3.11", "python3.12", "python3.13", "python3", "python"];
const REQUIREMENTS_DIR = join(root, "apps/trainer/python");
const RUNTIME = "requirements.txt";

/**
 * Path of a Python that has what `requirements` lists: the given interpreter,
 * checked and left as it is, or our own virtual environment in `.kanjo/python`.
 */
export async function ensurePython(interpreter, requirements) {
  if (interpreter !== undefined) return useExisting(interpreter, requirements);
  const folder = join(setupDir, "python");
  const python = join(folder, process.platform === "win32" ? "Scripts/python.exe" : "bin/python");
  const stampFile = join(folder, "kanjo-stamp.json");
  const stamps = readStamps(stampFile);
  const wanted = stampOf(requirements);
  if (stamps[requirements] === wanted && existsSync(python)) return python;

  await ensureVirtualEnvironment(folder, python);
  await runInstaller({
    name: "python-packages",
    label: `Python packages (${requirements}; PyTorch is large)`,
    command: python,
    args: [
      "-m",
      "pip",
      "install",
      "--disable-pip-version-check",
      "--no-input",
      "-r",
      join(REQUIREMENTS_DIR, requirements),
    ],
    env: {},
    needsBytes: 3e9,
  });
  // requirements-dev.txt includes requirements.txt.
  writeFileSync(
    stampFile,
    JSON.stringify({ ...stamps, [requirements]: wanted, [RUNTIME]: stampOf(RUNTIME) }),
  );
  return python;
}

/** Requirements file to the digest it was installed from; nothing when an interrupted run left no whole file. */
function readStamps(stampFile) {
  try {
    return JSON.parse(readTextIfThere(stampFile) ?? "{}");
  } catch {
    return {};
  }
}

function stampOf(requirements) {
  return digestOf(join(REQUIREMENTS_DIR, RUNTIME), join(REQUIREMENTS_DIR, requirements));
}

async function ensureVirtualEnvironment(folder, python) {
  if (existsSync(python) && spawnSync(python, ["-m", "pip", "--version"]).status === 0) return;
  rmSync(folder, { recursive: true, force: true });
  const { command, version } = findPython();
  await runInstaller({
    name: "python-environment",
    label: `virtual environment of Python ${version}`,
    command,
    args: ["-m", "venv", folder],
    env: {},
    needsBytes: 100e6,
  }).catch((cause) => {
    if (/ensurepip is\s|No module named '?(venv|ensurepip)/.test(cause.message)) {
      throw new SetupError(
        `Python ${version} has no venv module`,
        `Install it (Debian and Ubuntu: apt-get install python${version.split(".").slice(0, 2).join(".")}-venv), or give another interpreter by KANJO_PYTHON.`,
        { cause },
      );
    }
    throw cause;
  });
}

function findPython() {
  const found = [];
  for (const command of CANDIDATES) {
    const version = versionOf(command);
    if (version === undefined) continue;
    if (isNewEnough(version)) return { command, version };
    found.push(`${command} is ${version}`);
  }
  const wanted = MINIMUM_PYTHON.join(".");
  throw new SetupError(
    found.length === 0
      ? `no Python found (looked for ${CANDIDATES.join(", ")})`
      : `Python ${wanted} or newer is needed: ${found.join(", ")}`,
    `Install Python ${wanted} (python.org, your package manager or pyenv), or name an interpreter by KANJO_PYTHON=/path/to/python or --python.`,
  );
}

function versionOf(command) {
  const result = spawnSync(command, ["-c", "import platform; print(platform.python_version())"], {
    encoding: "utf8",
  });
  return result.status === 0 ? result.stdout.trim() : undefined;
}

function isNewEnough(version) {
  const [major, minor] = version.split(".").map(Number);
  return major === MINIMUM_PYTHON[0] && minor >= MINIMUM_PYTHON[1];
}

/** Checks the user's own interpreter: its version, and that every required distribution is there. */
function useExisting(interpreter, requirements) {
  const version = versionOf(interpreter);
  if (version === undefined) {
    throw new SetupError(
      `${interpreter} is not a Python that can be started`,
      "KANJO_PYTHON and --python take the path of an interpreter, such as /usr/bin/python3.11.",
    );
  }
  if (!isNewEnough(version)) {
    throw new SetupError(
      `${interpreter} is Python ${version}, ${MINIMUM_PYTHON.join(".")} or newer is needed`,
      "Name another interpreter, or leave KANJO_PYTHON unset to have an environment made.",
    );
  }
  const pins = readPins(requirements);
  const installed = installedVersions(interpreter, [...pins.keys()]);
  const missing = [...pins.keys()].filter((name) => installed[name] === null);
  if (missing.length > 0) {
    throw new SetupError(
      `${interpreter} lacks ${missing.join(", ")}`,
      `Install them there (${interpreter} -m pip install -r apps/trainer/python/${requirements}), or leave KANJO_PYTHON unset.`,
    );
  }
  const other = [...pins].filter(([name, pin]) => installed[name].split("+")[0] !== pin);
  if (other.length > 0) {
    say(
      `note: ${interpreter} has other versions than were tested: ${other.map(([name, pin]) => `${name} ${installed[name]} (tested: ${pin})`).join(", ")}`,
    );
  }
  return interpreter;
}

/** Distribution to pinned version, with included files followed. */
function readPins(requirements) {
  const pins = new Map();
  for (const line of readFileSync(join(REQUIREMENTS_DIR, requirements), "utf8").split("\n")) {
    const include = /^-r (\S+)/.exec(line);
    if (include !== null) for (const [name, pin] of readPins(include[1])) pins.set(name, pin);
    const pin = /^([A-Za-z0-9._-]+)==(\S+)/.exec(line);
    if (pin !== null) pins.set(pin[1], pin[2]);
  }
  return pins;
}

const LIST_VERSIONS = `
import importlib.metadata as m, json, sys
def version(name):
    try:
        return m.version(name)
    except m.PackageNotFoundError:
        return None
print(json.dumps({name: version(name) for name in sys.argv[1:]}))
`;

function installedVersions(interpreter, names) {
  const result = spawnSync(interpreter, ["-c", LIST_VERSIONS, ...names], { encoding: "utf8" });
  if (result.status !== 0) {
    throw new SetupError(
      `${interpreter}: its packages cannot be listed\n${result.stderr.trimEnd()}`,
      "Is it a complete Python?",
    );
  }
  return JSON.parse(result.stdout);
}
