import {
  DeleteObjectCommand,
  GetObjectCommand,
  type GetObjectCommandOutput,
  HeadObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  type S3Client,
} from "@aws-sdk/client-s3";
import { Upload } from "@aws-sdk/lib-storage";

import {
  type ListedObject,
  type ObjectState,
  type ObjectStore,
  type OpenedObject,
  REMOVAL_DEADLINE_MS,
  type SourceFile,
  type StoredObject,
  type TransferProgress,
  type WriteCondition,
  type WriteOutcome,
} from "./object-store.ts";
import { retryTransfer } from "./retry-transfer.ts";
import { createS3Client } from "./s3-client.ts";
import { describeFailure, isConditionFailed, isNoSuchObject, isUploadOver } from "./s3-failure.ts";
import type { S3Settings } from "./settings.ts";
import { openVerifiedStream } from "./verified-stream.ts";

/** Of reads and of multipart uploads, whose parts R2 wants of one size and at least 5 MiB. */
const PART_BYTES = 8 << 20;
const PARTS_AT_ONCE = 4;

/** R2, AWS S3 or any compatible store. */
export function createS3ObjectStore(settings: S3Settings): ObjectStore {
  return new S3ObjectStore(settings);
}

class S3ObjectStore implements ObjectStore {
  readonly description: string;
  readonly #settings: S3Settings;
  readonly #client: S3Client;

  constructor(settings: S3Settings) {
    this.description = `s3://${settings.bucket} at ${settings.endpoint}`;
    this.#settings = settings;
    this.#client = createS3Client(settings);
  }

  read(key: string): Promise<StoredObject | null> {
    return this.#find("GET", key, async () => {
      const { output, bytes } = await this.#get(key, {});
      return { bytes, etag: output.ETag ?? "" };
    });
  }

  stat(key: string): Promise<ObjectState | null> {
    return this.#find("HEAD", key, async () => {
      const output = await this.#client.send(new HeadObjectCommand(this.#address(key)));
      return { bytes: output.ContentLength ?? 0, modifiedAt: output.LastModified ?? new Date(0) };
    });
  }

  open(key: string): Promise<OpenedObject | null> {
    return this.#find("HEAD", key, async () => {
      const head = await this.#client.send(new HeadObjectCommand(this.#address(key)));
      const bytes = head.ContentLength ?? 0;
      return { bytes, parts: this.#readParts(key, bytes, head.ETag) };
    });
  }

  /** In ranges, so that one that breaks off costs little; all of the same state of the object. */
  async *#readParts(
    key: string,
    bytes: number,
    etag: string | undefined,
  ): AsyncGenerator<Uint8Array> {
    const condition = etag === undefined ? {} : { IfMatch: etag };
    for (let start = 0; start < bytes; start += PART_BYTES) {
      const range = `bytes=${start}-${Math.min(start + PART_BYTES, bytes) - 1}`;
      const part = await this.#require("GET", key, () =>
        this.#get(key, { Range: range, ...condition }),
      );
      yield part.bytes;
    }
  }

  #get(
    key: string,
    options: { readonly Range?: string; readonly IfMatch?: string },
  ): Promise<{ output: GetObjectCommandOutput; bytes: Uint8Array<ArrayBuffer> }> {
    return retryTransfer(async () => {
      const command = new GetObjectCommand({ ...this.#address(key), ...options });
      const output = await this.#client.send(command);
      const body = await output.Body?.transformToByteArray();
      return { output, bytes: new Uint8Array(body ?? []) };
    });
  }

  async *list(prefix: string): AsyncGenerator<ListedObject> {
    let token: string | undefined;
    do {
      const page = await this.#require("LIST", prefix, () =>
        this.#client.send(
          new ListObjectsV2Command({
            Bucket: this.#settings.bucket,
            Prefix: prefix,
            ContinuationToken: token,
          }),
        ),
      );
      for (const { Key: key, Size: bytes, LastModified: modifiedAt } of page.Contents ?? []) {
        if (key === undefined || bytes === undefined || modifiedAt === undefined) continue;
        yield { key, bytes, modifiedAt };
      }
      token = page.IsTruncated === true ? page.NextContinuationToken : undefined;
    } while (token !== undefined);
  }

  write(
    key: string,
    bytes: Uint8Array,
    contentType: string,
    condition: WriteCondition,
  ): Promise<WriteOutcome> {
    const precondition =
      condition.kind === "absent" ? { IfNoneMatch: "*" } : { IfMatch: condition.etag };
    const object = { ...this.#address(key), Body: bytes, ContentType: contentType };
    return this.#put(key, () =>
      this.#client.send(new PutObjectCommand({ ...object, ...precondition })),
    );
  }

  /**
   * That the key is absent is looked at before a file of several parts is sent, too: it
   * saves the sending, and the embedded R2 has no condition on a multipart upload.
   */
  async writeFile(
    key: string,
    file: SourceFile,
    onProgress: TransferProgress,
  ): Promise<WriteOutcome> {
    if (file.bytes > PART_BYTES && (await this.stat(key)) !== null) return "condition-failed";
    const upload = new Upload({
      client: this.#client,
      params: {
        ...this.#address(key),
        Body: openVerifiedStream(file),
        ContentLength: file.bytes,
        ContentType: "application/octet-stream",
        // Also on the completion of a multipart upload.
        IfNoneMatch: "*",
      },
      partSize: PART_BYTES,
      queueSize: PARTS_AT_ONCE,
    });
    upload.on("httpUploadProgress", ({ loaded }) => onProgress(loaded ?? 0));
    return this.#put(key, () => upload.done());
  }

  async remove(key: string): Promise<void> {
    const abortSignal = AbortSignal.timeout(REMOVAL_DEADLINE_MS);
    const command = new DeleteObjectCommand(this.#address(key));
    await this.#require("DELETE", key, () => this.#client.send(command, { abortSignal }));
  }

  async #put(key: string, send: () => Promise<unknown>): Promise<WriteOutcome> {
    try {
      await send();
      return "written";
    } catch (cause) {
      if (isConditionFailed(cause)) return "condition-failed";
      if (isUploadOver(cause) && (await this.stat(key)) !== null) return "condition-failed";
      throw describeFailure("PUT", this.#settings, key, cause);
    }
  }

  async #find<Output>(
    verb: string,
    key: string,
    send: () => Promise<Output>,
  ): Promise<Output | null> {
    try {
      return await send();
    } catch (cause) {
      if (isNoSuchObject(cause)) return null;
      throw describeFailure(verb, this.#settings, key, cause);
    }
  }

  async #require<Output>(verb: string, key: string, send: () => Promise<Output>): Promise<Output> {
    try {
      return await send();
    } catch (cause) {
      throw describeFailure(verb, this.#settings, key, cause);
    }
  }

  #address(key: string): { readonly Bucket: string; readonly Key: string } {
    return { Bucket: this.#settings.bucket, Key: key };
  }
}
