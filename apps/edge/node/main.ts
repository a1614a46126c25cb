/**
 * The worker's app on Node: `pnpm --filter edge start:node`. Variables are the worker's,
 * and besides those of node-settings.ts. What the app takes from workerd has to be there
 * before the app is imported.
 */
import { providePlatform } from "./platform.ts";

providePlatform();
const { runServer } = await import("./run-server.ts");
process.exitCode = await runServer(process.env, process);
