/** The options that say how many processes train together. */
import { KanjoError } from "@kanjo/shared/error";
import type { Command } from "commander";
import * as z from "zod";

import type { Cluster, Launch } from "../engine/launch.ts";

const count = z
  .string()
  .regex(/^[1-9]\d{0,3}$/, "expected a whole number from 1")
  .transform(Number);

/** Fields of the parsed options, to be spread into a command's own schema. */
export const launchOptionFields = {
  processes: count.optional(),
  nodes: count.optional(),
  nodeRank: z
    .string()
    .regex(/^\d{1,4}$/, "expected a whole number from 0")
    .transform(Number)
    .optional(),
  rendezvous: z
    .string()
    .regex(/^[^\s:]+:\d{1,5}$/, "expected host:port")
    .optional(),
};
const LaunchOptions = z.object(launchOptionFields);
export type LaunchOptions = z.infer<typeof LaunchOptions>;

export function addLaunchOptions(command: Command): Command {
  return command
    .option("--processes <number>", "processes on this machine, such as one a card (default: 1)")
    .option("--nodes <number>", "machines that train together, each with the same command")
    .option("--node-rank <number>", "of this machine, from 0; 0 evaluates and releases")
    .option("--rendezvous <host:port>", "of the machine with node rank 0");
}

/**
 * @param before how many processes an earlier part of the run had
 * @throws KanjoError `usage`
 */
export function chooseLaunch(options: LaunchOptions, before = 1): Launch {
  return { processes: options.processes ?? before, cluster: chooseCluster(options) };
}

function chooseCluster({ nodes, nodeRank, rendezvous }: LaunchOptions): Cluster | null {
  if (nodes === undefined && nodeRank === undefined && rendezvous === undefined) return null;
  if (nodes === undefined || nodeRank === undefined || rendezvous === undefined) {
    throw new KanjoError("usage", "--nodes, --node-rank and --rendezvous go together", {
      hint: "Such as: --nodes 2 --node-rank 0 --rendezvous 10.0.0.1:29500",
    });
  }
  if (nodeRank < nodes) return { nodes, nodeRank, rendezvous };
  throw new KanjoError("usage", `--node-rank ${nodeRank}: expected less than --nodes ${nodes}`, {
    hint: `The machines' ranks are 0 to ${nodes - 1}.`,
  });
}
