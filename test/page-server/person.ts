// A person at the page: the server, a real browser, and what hands and eyes do there.
import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { argsOf } from '../../src/cli/page-args.ts'
import { openPageServer } from '../../src/page-server/page-server.ts'
import { openPage } from '../chromium.ts'

export const ROOT = resolve(import.meta.dirname, '../..')
const AXE = readFileSync(join(ROOT, 'node_modules/axe-core/axe.min.js'), 'utf8')
const PATIENCE_MS = 60_000

export type Person = Awaited<ReturnType<typeof openPerson>>

/** Opens the page on a store. The command of the page is run as a process, from what `npm test` has built. */
export async function openPerson(db: string) {
  let ids = 0
  const errors: unknown[] = []
  const server = await openPageServer({
    port: 0,
    assets: join(ROOT, 'dist/page'),
    module: join(ROOT, 'dist/cli/page-command.js'),
    argsOf,
    again: 'Run ringsight open again.',
    db,
    env: { ...process.env, RINGSIGHT_CONFIG: `${db}.config.json` },
    newId: () => `id-${++ids}`,
    onError: (error) => errors.push(error),
  })
  const page = await openPage()
  await page.open(server.address)

  const see = page.evaluate
  const text = async () => String(await see('document.body.innerText'))
  const visible = (selector: string) =>
    `[...document.querySelectorAll(${JSON.stringify(selector)})].filter((each) => each.offsetParent !== null)`
  const menu = (label: string) =>
    `${visible('select')}.find((each) => each.closest('label').textContent.startsWith(${JSON.stringify(label)}))`
  return {
    address: server.address,
    errors,
    see,
    text,
    requests: page.requests,
    complaints: page.complaints,
    send: page.send,
    reload: () => page.open(new URL('/', server.address).href),
    /** Waits until an expression in the page is true. */
    async until(what: string): Promise<void> {
      const end = Date.now() + PATIENCE_MS
      while (!(await see(`Boolean(${what})`))) {
        if (Date.now() > end) throw new Error(`the page did not come to: ${what}\n${await text()}`)
        await new Promise((done) => setTimeout(done, 50))
      }
    },
    click: (selector: string, words: string) =>
      see(`${visible(selector)}.find((each) => each.textContent.includes(${JSON.stringify(words)})).click()`),
    /** Chooses in a menu, by its label. */
    pick: (label: string, value: string) =>
      see(
        `{ const menu = ${menu(label)}; menu.value = ${JSON.stringify(value)}; menu.dispatchEvent(new Event('change', { bubbles: true })) }`,
      ),
    /** Chooses a file in a tab. @param at which of its places for files; -1 is the last */
    async choose(panel: string, file: string, at = 0): Promise<void> {
      const expression = `[...document.querySelectorAll('#panel-${panel} input[type=file]')].at(${at})`
      const { result } = (await page.send('Runtime.evaluate', { expression })) as { result: { objectId: string } }
      await page.send('DOM.setFileInputFiles', { objectId: result.objectId, files: [file] })
    },
    /** Drops files or folders of this machine where the page takes them, as from a file manager. @param at which of a tab's places */
    async drop(panel: string, files: readonly string[], at = 0): Promise<void> {
      const place = `[...document.querySelectorAll('#panel-${panel} .drop')].at(${at})`
      const middle = `(({ left, top, width, height }) => [left + width / 2, top + height / 2])`
      await see(`${place}.scrollIntoView({ block: 'center' })`)
      const [x, y] = (await see(`${middle}(${place}.getBoundingClientRect())`)) as [number, number]
      const data = { items: [], files, dragOperationsMask: 1 }
      for (const type of ['dragEnter', 'dragOver', 'drop'])
        await page.send('Input.dispatchDragEvent', { type, x, y, data })
    },
    /** Presses a key, wherever the focus is. */
    async press(key: string): Promise<void> {
      const code = { Tab: 9, Enter: 13, ' ': 32, ArrowRight: 39, ArrowLeft: 37, ArrowDown: 40 }[key] ?? 0
      const text = key === 'Enter' ? '\r' : key === ' ' ? ' ' : ''
      const pressed = { key, code: key, windowsVirtualKeyCode: code, ...(text !== '' && { text }) }
      await page.send('Input.dispatchKeyEvent', { type: text === '' ? 'rawKeyDown' : 'keyDown', ...pressed })
      await page.send('Input.dispatchKeyEvent', { type: 'keyUp', ...pressed })
    },
    async slowed(times: number): Promise<void> {
      await page.send('Emulation.setCPUThrottlingRate', { rate: times })
    },
    stopServer: () => server.close(),
    async type(selector: string, value: string): Promise<void> {
      await see(`${visible(selector)}[0].focus()`)
      await page.send('Input.insertText', { text: value })
    },
    /** What a made file holds, once there is one to download. */
    download: (panel: string) =>
      see(`fetch(document.querySelector('#panel-${panel} a[download]').href).then((answer) => answer.text())`),
    async violations(): Promise<unknown> {
      await see(AXE)
      return see(
        'axe.run(document).then(({ violations }) => violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)]))',
      )
    },
    async sized(width: number, scheme: 'light' | 'dark'): Promise<void> {
      await page.send('Emulation.setDeviceMetricsOverride', { width, height: 900, deviceScaleFactor: 1, mobile: false })
      await page.send('Emulation.setEmulatedMedia', { features: [{ name: 'prefers-color-scheme', value: scheme }] })
    },
    async close(): Promise<void> {
      await page.close()
      await server.close()
    },
  }
}
