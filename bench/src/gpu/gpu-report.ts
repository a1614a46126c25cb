/** What `bench/gpu/training.py` writes. */
export interface GpuReport {
  readonly date: string;
  /** Name of the card. */
  readonly hardware: string;
  readonly memory_bytes: number;
  readonly libraries: Readonly<Record<string, string>>;
  readonly rehearsal: boolean;
  readonly shape: { readonly layers: number; readonly hidden_size: number };
  readonly rows: number;
  readonly lengths: { readonly mean: number; readonly ninetieth: number; readonly padding: number };
  readonly cases: readonly GpuCase[];
}

export interface GpuCase extends Partial<GpuFigures> {
  readonly runner: "engine" | "trainer";
  readonly precision: string;
  readonly compile: boolean;
  /** Tokens of a batch; null: 32 rows. */
  readonly token_budget: number | null;
  /** Why there are no figures. */
  readonly error?: string;
}

interface GpuFigures {
  readonly samples_per_second: number;
  /** Without the first tenth of the steps, in which code is compiled; null where too short to tell. */
  readonly steady_samples_per_second: number | null;
  readonly peak_memory_bytes: number;
}
