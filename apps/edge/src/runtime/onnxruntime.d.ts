/** The part of onnxruntime-web 1.30.0's wasm build that is used; its own types leave it out. */
declare module "onnxruntime-web/ort-wasm-simd-threaded.mjs" {
  /** Addresses are bytes from the heap's start; 0 is none. A code that is not 0 is an error, told by `_OrtGetLastError`. */
  export interface OrtModule {
    /** Made anew when the heap grows, so never kept. */
    readonly HEAPU8: Uint8Array<SharedArrayBuffer>;
    readonly HEAPU32: Uint32Array<SharedArrayBuffer>;
    /** 0 when there is no room. */
    readonly _malloc: (bytes: number) => number;
    readonly _free: (address: number) => void;
    readonly stackSave: () => number;
    readonly stackAlloc: (bytes: number) => number;
    readonly stackRestore: (stack: number) => void;
    readonly lengthBytesUTF8: (text: string) => number;
    readonly stringToUTF8: (text: string, address: number, maxBytes: number) => void;
    readonly UTF8ToString: (address: number) => string;

    readonly _OrtInit: (threads: number, logLevel: number) => number;
    readonly _OrtGetLastError: (codeAt: number, messageAt: number) => number;
    readonly _OrtCreateSessionOptions: (
      graphOptimizationLevel: number,
      enableCpuMemArena: boolean,
      enableMemPattern: boolean,
      executionMode: number,
      enableProfiling: boolean,
      profileFilePrefix: number,
      logId: number,
      logSeverityLevel: number,
      logVerbosityLevel: number,
      optimizedModelFilePath: number,
    ) => number;
    readonly _OrtAddSessionConfigEntry: (options: number, key: number, value: number) => number;
    readonly _OrtReleaseSessionOptions: (options: number) => number;
    readonly _OrtCreateSession: (model: number, bytes: number, options: number) => number;
    readonly _OrtReleaseSession: (session: number) => number;
    readonly _OrtCreateRunOptions: (
      logSeverityLevel: number,
      logVerbosityLevel: number,
      terminate: boolean,
      tag: number,
    ) => number;
    readonly _OrtReleaseRunOptions: (options: number) => number;
    readonly _OrtCreateTensor: (
      type: number,
      data: number,
      bytes: number,
      dims: number,
      rank: number,
      location: number,
    ) => number;
    readonly _OrtGetTensorData: (
      tensor: number,
      typeAt: number,
      dataAt: number,
      dimsAt: number,
      rankAt: number,
    ) => number;
    readonly _OrtReleaseTensor: (tensor: number) => number;
    readonly _OrtRun: (
      session: number,
      inputNames: number,
      inputs: number,
      inputCount: number,
      outputNames: number,
      outputCount: number,
      outputs: number,
      options: number,
    ) => number;
    readonly _OrtFree: (address: number) => number;
  }

  export interface OrtModuleOptions {
    readonly numThreads: number;
    readonly instantiateWasm: (
      imports: WebAssembly.Imports,
      receive: (instance: WebAssembly.Instance, module: WebAssembly.Module) => void,
    ) => void;
  }

  /** Emscripten's factory: each call makes an instance of its own. */
  export default function createOrtModule(options: OrtModuleOptions): Promise<OrtModule>;
}

declare module "onnxruntime-web/ort-wasm-simd-threaded.wasm" {
  const module: WebAssembly.Module;
  export default module;
}
