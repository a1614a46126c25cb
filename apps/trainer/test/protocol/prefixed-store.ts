import type { ListedObject, ObjectStore } from "../../src/object-store/object-store.ts";

/** A part of a store, as if it were a store of its own. */
export function openPrefixed(store: ObjectStore, prefix: string): ObjectStore {
  return {
    description: store.description,
    read: (key) => store.read(prefix + key),
    stat: (key) => store.stat(prefix + key),
    open: (key) => store.open(prefix + key),
    list: (inner) => listWithout(prefix, store.list(prefix + inner)),
    write: (key, bytes, contentType, condition) =>
      store.write(prefix + key, bytes, contentType, condition),
    writeFile: (key, file, onProgress) => store.writeFile(prefix + key, file, onProgress),
    remove: (key) => store.remove(prefix + key),
  };
}

async function* listWithout(
  prefix: string,
  objects: AsyncIterable<ListedObject>,
): AsyncGenerator<ListedObject> {
  for await (const { key, ...state } of objects) yield { key: key.slice(prefix.length), ...state };
}
