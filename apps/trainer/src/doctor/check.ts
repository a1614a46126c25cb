/** What `trainer doctor` found out about one thing. */
export interface Check {
  readonly name: string;
  /** `warning`: a training runs, but not as well as it could; `missing`: it does not run. */
  readonly state: "ok" | "warning" | "missing";
  readonly detail: string;
  /** What to do about it; null where nothing is to be done. */
  readonly hint: string | null;
}

export function ok(name: string, detail: string): Check {
  return { name, state: "ok", detail, hint: null };
}

export function warn(name: string, detail: string, hint: string): Check {
  return { name, state: "warning", detail, hint };
}

export function lack(name: string, detail: string, hint: string): Check {
  return { name, state: "missing", detail, hint };
}
