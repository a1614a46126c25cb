import type { OrtModule } from "onnxruntime-web/ort-wasm-simd-threaded.mjs";

/** onnxruntime's calls, and its heap as it is now: both arrays are made anew when it grows. */
export interface Ort extends Pick<
  OrtModule,
  "stackSave" | "stackAlloc" | "stackRestore" | "lengthBytesUTF8" | "stringToUTF8" | "UTF8ToString"
> {
  readonly bytes: OrtModule["HEAPU8"];
  readonly words: OrtModule["HEAPU32"];
  readonly malloc: OrtModule["_malloc"];
  readonly free: OrtModule["_free"];
  readonly init: OrtModule["_OrtInit"];
  readonly getLastError: OrtModule["_OrtGetLastError"];
  readonly createSessionOptions: OrtModule["_OrtCreateSessionOptions"];
  readonly addSessionConfigEntry: OrtModule["_OrtAddSessionConfigEntry"];
  readonly releaseSessionOptions: OrtModule["_OrtReleaseSessionOptions"];
  readonly createSession: OrtModule["_OrtCreateSession"];
  readonly releaseSession: OrtModule["_OrtReleaseSession"];
  readonly createRunOptions: OrtModule["_OrtCreateRunOptions"];
  readonly releaseRunOptions: OrtModule["_OrtReleaseRunOptions"];
  readonly createTensor: OrtModule["_OrtCreateTensor"];
  readonly getTensorData: OrtModule["_OrtGetTensorData"];
  readonly releaseTensor: OrtModule["_OrtReleaseTensor"];
  readonly run: OrtModule["_OrtRun"];
  readonly freeResult: OrtModule["_OrtFree"];
}

/** The same calls under names of their own. */
export function nameCalls(module: OrtModule): Ort {
  const { stackSave, stackAlloc, stackRestore } = module;
  const { lengthBytesUTF8, stringToUTF8, UTF8ToString } = module;
  const { _malloc: malloc, _free: free, _OrtInit: init, _OrtGetLastError: getLastError } = module;
  const {
    _OrtCreateSessionOptions: createSessionOptions,
    _OrtAddSessionConfigEntry: addSessionConfigEntry,
    _OrtReleaseSessionOptions: releaseSessionOptions,
    _OrtCreateSession: createSession,
    _OrtReleaseSession: releaseSession,
    _OrtCreateRunOptions: createRunOptions,
    _OrtReleaseRunOptions: releaseRunOptions,
    _OrtCreateTensor: createTensor,
    _OrtGetTensorData: getTensorData,
    _OrtReleaseTensor: releaseTensor,
    _OrtRun: run,
    _OrtFree: freeResult,
  } = module;
  return {
    get bytes() {
      return module.HEAPU8;
    },
    get words() {
      return module.HEAPU32;
    },
    stackSave,
    stackAlloc,
    stackRestore,
    lengthBytesUTF8,
    stringToUTF8,
    UTF8ToString,
    malloc,
    free,
    init,
    getLastError,
    createSessionOptions,
    addSessionConfigEntry,
    releaseSessionOptions,
    createSession,
    releaseSession,
    createRunOptions,
    releaseRunOptions,
    createTensor,
    getTensorData,
    releaseTensor,
    run,
    freeResult,
  };
}
