import { type Check, lack, ok, warn } from "./check.ts";
import type { ProbeOutcome, PythonProbe } from "./python-probe.ts";

const OLDEST = [3, 11] as const;
const SET_UP =
  "npm run quickstart sets one up in .kanjo/python; KANJO_PYTHON or --python names another.";

/** The interpreter: whether it starts and is new enough. */
export function checkPython(python: string, { probe, failure }: ProbeOutcome): Check {
  if (probe === null) return lack("python", `${python} ${failure}`, SET_UP);
  const detail = `${probe.python}, ${probe.executable}`;
  const wanted = OLDEST.join(".");
  return isNewEnough(probe.python)
    ? ok("python", detail)
    : lack("python", `${detail}: ${wanted} or newer is needed`, SET_UP);
}

/** The engine's libraries against those that were tested. */
export function checkLibraries(probe: PythonProbe, pins: ReadonlyMap<string, string>): Check {
  const install = `${probe.executable} -m pip install -r apps/trainer/python/requirements.txt`;
  const absent = [...pins.keys()].filter((name) => !probe.libraries[name]);
  if (absent.length > 0) return lack("libraries", `${absent.join(", ")} not installed`, install);
  const other = [...pins].filter(([name, pin]) => withoutBuild(probe.libraries[name]) !== pin);
  if (other.length === 0) return ok("libraries", `${pins.size}, in the versions that were tested`);
  const named = other.map(([name, pin]) => `${name} ${probe.libraries[name]} (tested: ${pin})`);
  return warn("libraries", named.join(", "), `Where something fails: ${install}`);
}

/** PyTorch may be installed and yet not start, such as without a library of the system. */
export function checkTorch({ torch }: PythonProbe): Check {
  if (torch.error !== null) {
    return lack("torch", `cannot be imported: ${torch.error}`, "Install it anew.");
  }
  const build = torch.cuda_build === null ? "without CUDA" : `CUDA ${torch.cuda_build}`;
  return ok("torch", `${torch.version}, ${build}, ${torch.threads} threads`);
}

function isNewEnough(version: string): boolean {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  return major === OLDEST[0] && minor >= OLDEST[1];
}

/** `2.13.0` of `2.13.0+cpu` */
function withoutBuild(version: string | null | undefined): string | undefined {
  return version?.split("+")[0];
}
