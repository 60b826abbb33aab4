// A machine of its own for a database: a network namespace of Linux, with two cables to this machine, each of which can be pulled.
// Only root may make one, and not in every container.
import { spawnSync } from 'node:child_process'

export interface Namespace {
  /** What begins a command that runs in it. */
  readonly command: readonly string[]
  /** Its addresses, one a cable. */
  readonly hosts: readonly [string, string]
  /** Nothing goes through this cable any more, and nobody is told. */
  pull(cable: 0 | 1): void
  plug(cable: 0 | 1): void
  remove(): void
}

const ip = (...args: readonly string[]) => spawnSync('ip', args, { encoding: 'utf8', timeout: 20_000 })

/** What keeps this machine from having one, as the system says it; null when nothing does. */
export function whyNoNamespace(): string | null {
  try {
    openNamespace('probe').remove()
    return null
  } catch (error) {
    return (error as Error).message
  }
}

/** @throws what the system says where it is refused */
export function openNamespace(purpose: string): Namespace {
  const name = `ringsight-${purpose}-${process.pid}`
  const net = `10.213.${process.pid % 256}`
  const cables = [
    { near: `rs${process.pid}a`, far: 'cable-a', nearHost: `${net}.1`, farHost: `${net}.2` },
    { near: `rs${process.pid}b`, far: 'cable-b', nearHost: `${net}.5`, farHost: `${net}.6` },
  ] as const
  function run(...args: readonly string[]): void {
    const { status, stderr, error } = ip(...args)
    if (status !== 0) throw new Error(`ip ${args.join(' ')}: ${(stderr || String(error)).trim()}`)
  }
  const plug = (cable: 0 | 1) => run('-n', name, 'link', 'set', cables[cable].far, 'up')
  // Its ends of the cables go with it.
  const remove = () => void ip('netns', 'delete', name)

  run('netns', 'add', name)
  try {
    run('-n', name, 'link', 'set', 'lo', 'up')
    for (const [index, { near, far, nearHost, farHost }] of cables.entries()) {
      run('link', 'add', near, 'type', 'veth', 'peer', 'name', far, 'netns', name)
      run('address', 'add', `${nearHost}/30`, 'dev', near)
      run('link', 'set', near, 'up')
      run('-n', name, 'address', 'add', `${farHost}/30`, 'dev', far)
      plug(index === 0 ? 0 : 1)
    }
  } catch (error) {
    remove()
    throw error
  }
  return {
    command: ['ip', 'netns', 'exec', name],
    hosts: [cables[0].farHost, cables[1].farHost],
    pull: (cable) => run('-n', name, 'link', 'set', cables[cable].far, 'down'),
    plug,
    remove,
  }
}
