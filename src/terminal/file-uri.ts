// How a report names the file that it is about, so that other programs find it.
import { isAbsolute, relative, resolve, sep } from 'node:path'
import { pathToFileURL } from 'node:url'

/**
 * A reference of RFC 3986: relative to the folder, where the file lies in it, as code review sites resolve it; else in full.
 *
 * @param path as it was given; `-` is stdin
 */
export function fileUri(path: string, folder: string): string {
  if (path === '-') return 'stdin'
  const whole = resolve(folder, path)
  const [first = '', ...others] = relative(folder, whole).split(sep)
  if (first === '..' || isAbsolute(relative(folder, whole))) return pathToFileURL(whole).href
  return [first, ...others].map(encodePart).join('/')
}

// What is no text at all has no place in a reference.
function encodePart(part: string): string {
  return encodeURIComponent(part.replace(/\p{Cs}/gu, '\ufffd'))
}
