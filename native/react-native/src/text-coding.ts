// TextEncoder and TextDecoder where an engine has none, as far as the core uses them: UTF-8, whole texts, malformed ones
// refused. Import it before the core. Leaves alone what is there.

class Utf8Encoder {
  encode(text: string): Uint8Array {
    const wellFormed = text.replace(SURROGATES, (found) => (found.length === 2 ? found : '\ufffd'))
    const escaped = encodeURIComponent(wellFormed)
    const bytes: number[] = []
    for (let at = 0; at < escaped.length; at += 1) {
      const isByte = escaped[at] === '%'
      bytes.push(isByte ? Number.parseInt(escaped.slice(at + 1, at + 3), 16) : escaped.charCodeAt(at))
      if (isByte) at += 2
    }
    return Uint8Array.from(bytes)
  }

  /** @throws RangeError where there is no room for all of it */
  encodeInto(text: string, into: Uint8Array): { read: number; written: number } {
    const bytes = this.encode(text)
    into.set(bytes)
    return { read: text.length, written: bytes.length }
  }
}

const SURROGATES = /[\ud800-\udbff][\udc00-\udfff]|[\ud800-\udfff]/g

class Utf8Decoder {
  /** @throws URIError for bytes that are not UTF-8, overlong forms and surrogates among them */
  decode(bytes: Uint8Array): string {
    let escaped = ''
    for (const byte of bytes) escaped += `%${byte < 16 ? '0' : ''}${byte.toString(16)}`
    return decodeURIComponent(escaped)
  }
}

const engine = globalThis as { TextEncoder?: unknown; TextDecoder?: unknown }
engine.TextEncoder ??= Utf8Encoder
engine.TextDecoder ??= Utf8Decoder
