import { open } from "node:fs/promises";

import { digestFile } from "../verify-file.ts";
import { describeFailure, isFinal, requireSuccess } from "./download-failure.ts";
import { type Arrival, type Pause, receiveFile } from "./receive-file.ts";

export interface DownloadRequest {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  /** The file as messages name it; the URL may hold what is not to be shown. */
  readonly shown: string;
}

export interface DownloadOptions extends Pick<Arrival, "onProgress"> {
  readonly pause?: Pause;
}

export interface Downloaded {
  readonly bytes: number;
  readonly sha256: string;
}

/**
 * Downloads a file whose size is not known beforehand.
 * @throws KanjoError `remote-unreachable` after four attempts that bring nothing, `remote-refused` at once
 */
export async function download(
  { url, headers, shown }: DownloadRequest,
  file: string,
  { onProgress, pause }: DownloadOptions,
): Promise<Downloaded> {
  const source = {
    request: (range: Readonly<Record<string, string>>, signal: AbortSignal) =>
      fetch(url, { headers: { ...headers, ...range }, signal }),
    requireSuccess: (status: number) => requireSuccess(status, shown),
    isFinal,
  };
  const handle = await open(file, "w");
  const arrival = { handle, position: 0, bytes: null, onProgress };
  try {
    await receiveFile(source, arrival, pause);
    // Of a longer version, which broke off, the end may be there.
    await handle.truncate(arrival.position);
  } catch (failure) {
    throw describeFailure(shown, failure);
  } finally {
    await handle.close();
  }
  return { bytes: arrival.position, sha256: await digestFile(file) };
}
