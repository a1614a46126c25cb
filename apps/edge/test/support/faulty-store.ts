import type { ModelStore, StoredObject } from "../../src/model-store/model-store.ts";

/** What becomes of an object on its way. */
export type Fault = (object: StoredObject | null) => Promise<StoredObject | null>;

/** A store that answers some keys as a broken one would. */
export class FaultyStore implements ModelStore {
  /** Key to what is wrong with it. */
  readonly faults = new Map<string, Fault>();
  readonly #store: ModelStore;

  constructor(store: ModelStore) {
    this.#store = store;
  }

  async read(key: string): Promise<StoredObject | null> {
    const object = await this.#store.read(key);
    const fault = this.faults.get(key);
    return fault === undefined ? object : fault(object);
  }
}

/** As R2 does for 5xx. */
export const failWith500: Fault = async (object) => {
  await object?.body.cancel();
  throw new Error("get: We encountered an internal error. Please try again. (10001)");
};

export const answer404: Fault = async (object) => {
  await object?.body.cancel();
  return null;
};

/** The first half, while the store states the whole length. */
export const sendHalf: Fault = async (object) =>
  changeBytes(object, (bytes) => bytes.slice(0, bytes.byteLength >> 1));

/** As many bytes, and each of them another one. */
export const sendOtherBytes: Fault = async (object) =>
  changeBytes(object, (bytes) => bytes.map((byte) => byte ^ 0xff));

/** The first half, and then the connection is gone. */
export const breakOff: Fault = async (object) => {
  const { readable, writable } = new IdentityTransformStream();
  void (async () => {
    const bytes = new Uint8Array(await new Response(object?.body).arrayBuffer());
    const writer = writable.getWriter();
    await writer.write(bytes.slice(0, bytes.byteLength >> 1));
    await writer.abort(new Error("Network connection lost."));
  })().catch(() => undefined);
  return { bytes: object?.bytes ?? null, body: readable };
};

/** Answers once the gate is open. */
export function waitFor(gate: Promise<unknown>): Fault {
  return async (object) => {
    await gate;
    return object;
  };
}

async function changeBytes(
  object: StoredObject | null,
  change: (bytes: Uint8Array<ArrayBuffer>) => Uint8Array<ArrayBuffer>,
): Promise<StoredObject> {
  const bytes = new Uint8Array(await new Response(object?.body).arrayBuffer());
  const { body } = new Response(change(bytes));
  if (object === null || body === null) throw new Error("expected an object with bytes");
  return { bytes: object.bytes, body };
}
