// Type-checks the module's Swift against the Swift package and its stubs of Apple's frameworks. Linux has no Objective-C, so
// the marks for it are taken off first.
import { copyFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { NATIVE, PACKAGE, run, Skipped } from './tools.ts'

const OWN = ['RingsightBridge.swift', 'RingsightRefresh.swift']
const STUB = 'UIKitMore.swift'

/** @returns one line of what was checked against what */
export function checkSwift(): string {
  const ios = join(NATIVE, 'ios')
  const isHere = existsSync(process.env['RINGSIGHT_SWIFT'] ?? '/opt/ringsight-swift')
  if (!isHere && process.env['CI'] === undefined) {
    throw new Skipped('native/ios/swift.sh swift --version makes a system with Swift, once (1.7 GB)')
  }
  const swift = (...args: string[]) => run(join(ios, 'swift.sh'), args, ios)
  const folder = join(ios, '.build/bridge')
  mkdirSync(folder, { recursive: true })
  for (const name of OWN) {
    const source = readFileSync(join(PACKAGE, 'ios', name), 'utf8')
    writeFileSync(join(folder, name), source.replaceAll(/@objc(\(\w+\))?\s/g, ''))
  }
  copyFileSync(join(PACKAGE, 'check/swift', STUB), join(folder, STUB))
  swift('swift', 'build', '--quiet')
  const files = [...OWN, STUB].map((name) => `.build/bridge/${name}`)
  const options = ['-swift-version', '6', '-warnings-as-errors', '-module-name', 'react_native_ringsight']
  swift('swiftc', '-typecheck', ...options, '-I', '.build/debug/Modules', ...files)
  return 'the module against the Swift package and its stubs, without the marks for Objective-C'
}
