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
  /** Another user than the one of the test. */
  readonly uid?: number
}

export async function ringsight(args: readonly string[], { url, killAfterMs, uid }: Circumstances): Promise<Ended> {
  const env = { ...process.env, HUBSPOT_TOKEN: TOKEN, HUBSPOT_BASE_URL: url }
  const child = spawn(process.execPath, ['bin/ringsight.js', ...args], {
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
    ...(uid === undefined ? {} : { uid, gid: uid }),
  })
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
