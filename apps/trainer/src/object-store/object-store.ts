/** What publishing needs of object storage: whole objects, and writes that depend on what is there. */

export interface StoredObject {
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** Opaque; names this state of the object in a conditional write. */
  readonly etag: string;
}

export interface ObjectState {
  readonly bytes: number;
  /** By the store's clock. */
  readonly modifiedAt: Date;
}

export interface ListedObject extends ObjectState {
  readonly key: string;
}

/** An object of any size, in parts that come one after the other. */
export interface OpenedObject {
  readonly bytes: number;
  readonly parts: AsyncIterable<Uint8Array>;
}

/** A file on disk, and what it has to hold when it is sent. */
export interface SourceFile {
  readonly path: string;
  readonly bytes: number;
  readonly sha256: string;
}

/** Called with the bytes of one object that have gone or come. */
export type TransferProgress = (bytes: number) => void;

/** `absent`: only if the key does not exist; an ETag: only if the object is still that one. */
export type WriteCondition =
  | { readonly kind: "absent" }
  | { readonly kind: "etag"; readonly etag: string };

export type WriteOutcome = "written" | "condition-failed";

/** Every method throws KanjoError `object-store-failed` when the store cannot be had. */
export interface ObjectStore {
  /** For messages: `s3://bucket at https://...`. */
  readonly description: string;
  /** A small object whole; null when there is none. */
  read(key: string): Promise<StoredObject | null>;
  /** Null when there is no such object. */
  stat(key: string): Promise<ObjectState | null>;
  /** Null when there is no such object. */
  open(key: string): Promise<OpenedObject | null>;
  /** Every object whose key begins so, in the order of keys. */
  list(prefix: string): AsyncIterable<ListedObject>;
  write(
    key: string,
    bytes: Uint8Array,
    contentType: string,
    condition: WriteCondition,
  ): Promise<WriteOutcome>;
  /**
   * A file of any size under a key that does not exist yet, never whole in memory.
   * @throws KanjoError `release-invalid` when the file has other bytes than were announced
   */
  writeFile(key: string, file: SourceFile, onProgress: TransferProgress): Promise<WriteOutcome>;
  /** No error when there is none. A request that was not answered within `REMOVAL_DEADLINE_MS` is given up. */
  remove(key: string): Promise<void>;
}

/** How long a removal may be under way: whoever may no longer remove after a certain time stops this much earlier. */
export const REMOVAL_DEADLINE_MS = 30_000;
