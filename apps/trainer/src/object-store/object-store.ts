/** What publishing needs of object storage: whole objects, and writes that depend on what is there. */

export interface StoredObject {
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** Opaque; names this state of the object in a conditional write. */
  readonly etag: string;
}

/** `absent`: only if the key does not exist; an ETag: only if the object is still that one. */
export type WriteCondition =
  | { readonly kind: "absent" }
  | { readonly kind: "etag"; readonly etag: string };

export type WriteOutcome = "written" | "condition-failed";

export interface ObjectStore {
  /** For messages: `s3://bucket at https://...`. */
  readonly description: string;
  /** Null when there is no such object. @throws KanjoError `object-store-failed` */
  read(key: string): Promise<StoredObject | null>;
  /** Bytes of the object, or null when there is none. @throws KanjoError `object-store-failed` */
  size(key: string): Promise<number | null>;
  /** @throws KanjoError `object-store-failed` */
  write(
    key: string,
    bytes: Uint8Array,
    contentType: string,
    condition: WriteCondition,
  ): Promise<WriteOutcome>;
}
