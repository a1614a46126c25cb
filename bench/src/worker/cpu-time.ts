import { readFileSync } from "node:fs";

/** Of Linux: `USER_HZ` is 100 wherever Node runs. */
const TICK_MS = 10;

/** CPU time of a process since it started, in ms, its threads included; null where there is no /proc. */
export function readCpuMs(pid: number): number | null {
  const stat = readStat(pid);
  if (stat === null) return null;
  // The second field is a name in brackets that may have anything in it.
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  const [user, system] = [Number(fields[USER]), Number(fields[SYSTEM])];
  return (user + system) * TICK_MS;
}

/** Places behind the name; see proc_pid_stat(5). */
const USER = 11;
const SYSTEM = 12;

function readStat(pid: number): string | null {
  try {
    return readFileSync(`/proc/${pid}/stat`, "utf8");
  } catch {
    return null;
  }
}
