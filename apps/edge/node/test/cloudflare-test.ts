/** What the tests take from `cloudflare:test`, on Node. */
import { Background } from "../background.ts";
import { env } from "./cloudflare-workers.ts";

export async function reset(): Promise<void> {
  env.MODELS.clear();
}

const backgrounds = new WeakMap<Background["context"], Background>();

export function createExecutionContext(): Background["context"] {
  const background = new Background();
  backgrounds.set(background.context, background);
  return background.context;
}

export async function waitOnExecutionContext(context: Background["context"]): Promise<void> {
  await backgrounds.get(context)?.end();
}
