/** Where published models lie; keys are those of `@kanjo/shared/manifest/keys`. */
export interface ModelStore {
  /** Null when there is no such object. Throws when the store cannot answer. */
  read(key: string): Promise<StoredObject | null>;
}

export interface StoredObject {
  /** Length as the store states it; null when it states none. */
  readonly bytes: number | null;
  /** A byte stream, so that it can be read into buffers of ours. */
  readonly body: ReadableStream<Uint8Array>;
}
