/**
 * How the engine's processes are started: one plain Python, or PyTorch's own
 * launcher with as many as there are cards, on this machine or on several.
 */
import { availableParallelism } from "node:os";

/** Which processes train together. */
export interface Launch {
  /** On this machine. */
  readonly processes: number;
  /** Null: this machine alone. */
  readonly cluster: Cluster | null;
}

/** Machines that train together; each runs the trainer with its own rank. */
export interface Cluster {
  readonly nodes: number;
  /** Of this machine, from 0; 0 evaluates and releases. */
  readonly nodeRank: number;
  /** `host:port` of the machine with rank 0. */
  readonly rendezvous: string;
}

export const ONE_PROCESS: Launch = { processes: 1, cluster: null };

/** Whether the engine on this machine has the process that reports. */
export function leads(launch: Launch): boolean {
  return launch.cluster === null || launch.cluster.nodeRank === 0;
}

/** Whether PyTorch's launcher starts the engine, as a process of its own beside it. */
export function usesLauncher({ processes, cluster }: Launch): boolean {
  return cluster !== null || processes > 1;
}

/** Arguments of the interpreter that run a job. */
export function launchArguments(launch: Launch, jobFile: string): string[] {
  const job = ["-m", "kanjo_engine", jobFile];
  if (!usesLauncher(launch)) return job;
  return [
    "-m",
    "torch.distributed.run",
    ...meetingPoint(launch.cluster),
    `--nproc-per-node=${launch.processes}`,
    ...job,
  ];
}

/** Without a cluster the processes meet at a free port of this machine. */
function meetingPoint(cluster: Cluster | null): string[] {
  if (cluster === null) return ["--standalone"];
  const { nodes, nodeRank, rendezvous } = cluster;
  const [host = "", port = ""] = rendezvous.split(/:(?=\d+$)/);
  return [
    `--nnodes=${nodes}`,
    `--node-rank=${nodeRank}`,
    `--master-addr=${host}`,
    `--master-port=${port}`,
  ];
}

/** The launcher would give every process one thread of the processor; they share all of them. */
export function launchEnvironment(
  { processes }: Launch,
  cores: number = availableParallelism(),
): Record<string, string> {
  if (processes === 1) return {};
  return { OMP_NUM_THREADS: String(Math.max(1, Math.floor(cores / processes))) };
}
