// explore that is asked to end, as a process of its own.
import { spawn } from 'node:child_process'
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'

test.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)(
  'R-23 explore ends on %s and says what it has done',
  async (signal) => {
    const folder = mkdtempSync(join(tmpdir(), 'ringsight-explore-'))
    const child = spawn(process.execPath, ['bin/ringsight.js', 'explore', '--time', '1h', '--folder', folder])
    let stdout = ''
    child.stdout.on('data', (text: Buffer) => {
      stdout += text.toString()
      // It has begun.
      if (stdout.startsWith('Seed')) setTimeout(() => child.kill(signal), 300)
    })
    const status = await new Promise((resolve) => child.on('close', resolve))
    const left = readdirSync(folder)
    rmSync(folder, { recursive: true })
    expect(stdout).toMatch(/^Seed \d+\.\nStopped: every invariant held: [\d,]+ steps in [\d,]+ walks/)
    expect([status, left]).toEqual([130, []])
  },
)
