// The built command line as a process of its own, against a CRM on this machine.
import { spawn } from 'node:child_process'
import { setTimeout as sleep } from 'node:timers/promises'

/** Nothing that a message, a log or a file could hold by chance. */
export const TOKEN = 'pat-eu1-0f5ecre7-70ke-n000-0000-d0n07pr1n7me'

export interface Ended {
  /** Null when it was killed. */
  readonly status: number | null
  readonly stdout: string
  readonly stderr: string
}

export interface Circumstances {
  /** The CRM's address. */
  readonly url: string
  readonly killAfterMs?: number
  /** Permissions count for it, also when root runs the test. */
  readonly isPlain?: boolean
}

// Of util-linux. What root may do in spite of permissions is two capabilities (capabilities(7)).
const WITHOUT_OVERRIDE = ['setpriv', '--bounding-set=-dac_override,-dac_read_search']

export async function ringsight(
  args: readonly string[],
  { url, killAfterMs, isPlain = false }: Circumstances,
): Promise<Ended> {
  const env = { ...process.env, HUBSPOT_TOKEN: TOKEN, HUBSPOT_BASE_URL: url }
  const [program = '', ...first] = [...(isPlain ? WITHOUT_OVERRIDE : []), process.execPath]
  const child = spawn(program, [...first, 'bin/ringsight.js', ...args], { env, stdio: ['ignore', 'pipe', 'pipe'] })
  let [stdout, stderr] = ['', '']
  child.stdout.on('data', (text) => {
    stdout += text
  })
  child.stderr.on('data', (text) => {
    stderr += text
  })
  const ended = new Promise<Ended>((resolve) => child.on('close', (status) => resolve({ status, stdout, stderr })))
  if (killAfterMs !== undefined) {
    await Promise.race([sleep(killAfterMs), ended])
    child.kill('SIGKILL')
  }
  return ended
}
