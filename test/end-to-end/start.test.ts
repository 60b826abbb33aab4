import { spawnSync } from 'node:child_process'
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import module from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'

// Newer versions of Node keep what they have compiled by themselves, elsewhere.
const isOurs = !('enableCompileCache' in module)

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ringsight-start-'))
  mkdirSync(join(folder, 'dist'))
  for (const part of ['bin', 'package.json', 'dist/bundle']) cpSync(part, join(folder, part), { recursive: true })
  for (const file of compiled()) rmSync(file)
})
afterEach(() => rmSync(folder, { recursive: true }))

const inBundle = (name: string) => join(folder, 'dist/bundle', name)

function compiled(): string[] {
  return readdirSync(inBundle('')).flatMap((name) => (name.includes('.compiled') ? inBundle(name) : []))
}

function ringsight(...args: string[]): string {
  const { stdout, stderr, status } = spawnSync(process.execPath, [join(folder, 'bin/ringsight.js'), ...args])
  expect({ stderr: stderr.toString(), status }).toEqual({ stderr: '', status: 0 })
  return stdout.toString()
}

const readNumber = () => ringsight('number', '+353871234567')

test.runIf(isOurs)('what has been compiled is kept beside the bundle, and taken the next time', () => {
  const first = readNumber()
  const [file = '', ...others] = compiled()
  const { mtimeMs } = statSync(file)
  expect([first, others]).toEqual([expect.stringContaining('IE       exact'), []])
  expect([readNumber(), ringsight('--version')]).toEqual([first, expect.stringMatching(/^\d+\.\d+\.\d+\n$/)])
  expect([compiled(), statSync(file).mtimeMs]).toEqual([[file], mtimeMs])
})

test.runIf(isOurs)('what has been compiled of another bundle is not taken, even of one as long', () => {
  readNumber()
  const bundle = inBundle('start.cjs')
  const { atime, mtime } = statSync(bundle)
  writeFileSync(bundle, readFileSync(bundle, 'utf8').replaceAll('COUNTRY', 'KOUNTRY'))
  // A package has the same times in each version.
  utimesSync(bundle, atime, mtime)
  expect(readNumber()).toContain('KOUNTRY')
})

test.runIf(isOurs)('what is kept and cannot be read is done without', () => {
  const first = readNumber()
  const [file = ''] = compiled()
  rmSync(file)
  mkdirSync(file)
  expect(readNumber()).toBe(first)
})

test.runIf(isOurs)('what is kept and damaged is compiled anew', () => {
  const first = readNumber()
  const [file = ''] = compiled()
  const whole = readFileSync(file)
  for (const damaged of [Buffer.alloc(0), whole.subarray(0, whole.length / 2), Buffer.alloc(whole.length, 7)]) {
    writeFileSync(file, damaged)
    expect(readNumber()).toBe(first)
    expect(statSync(file).size).toBeGreaterThan(whole.length / 2)
  }
})

test('a command that is a file of its own shares the modules of the start', () => {
  // A wrong value is an InputError, which only the one class of that name is told from a defect by.
  const args = [join(folder, 'bin/ringsight.js'), 'rules', 'AND-9999']
  const { status, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' })
  expect(stderr).toMatch(/^ringsight: expected/)
  expect(status).toBe(2)
})
