import type { ObjectStore } from "../src/object-store/object-store.ts";

/** Changes what a store does from now on; `original` does what it did before. */
export function intercept(
  store: ObjectStore,
  change: (original: ObjectStore) => Partial<ObjectStore>,
): void {
  Object.assign(store, change({ ...store }));
}
