/** Where published models lie; keys are those of `@kanjo/shared/manifest/keys`. */
export interface ModelStore {
  /** The object's bytes; null when there is none. Throws when the store cannot answer. */
  read(key: string): Promise<Uint8Array<ArrayBuffer> | null>;
}
