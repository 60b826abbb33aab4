// What build.js has compiled of native/kernel to WebAssembly.
import { readFileSync } from 'node:fs'

/** Compiled; may go from one thread to another. */
export type WasmModule = object

/** A constant or a variable of a module; JavaScript sees a bool as 0 or 1. */
export interface Global {
  value: number
}

export interface Memory {
  /** Another one once it has grown. */
  readonly buffer: ArrayBuffer
}

// Node has it, and its types do not.
const { WebAssembly } = globalThis as unknown as {
  readonly WebAssembly: {
    readonly Module: new (code: Uint8Array) => WasmModule
    readonly Instance: new (module: WasmModule, imports: object) => { readonly exports: object }
  }
}

/** @param name of its file: in dist, wherever this module itself is */
export function compileWasm(name: 'kernel' | 'seen'): WasmModule {
  return new WebAssembly.Module(readFileSync(new URL(`../../dist/${name}.wasm`, import.meta.url)))
}

/** With memory of its own. @param imports what its functions ask, by the file there that declares it */
export function instantiate<Exports extends object>(module: WasmModule, imports: object): Exports {
  return new WebAssembly.Instance(module, imports).exports as Exports
}
