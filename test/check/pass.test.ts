// A check that somebody else asks for than a command: it speaks in their words.
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { type CheckJob, PLAIN_CHECK } from '../../src/check/job.ts'
import { checkFile } from '../../src/check/pass.ts'
import { openIo, scratch } from '../cli/run.ts'

const HEADERS = 'Record ID,Phone,Fax Phone,Assistant Phone'
const rows = Array.from({ length: 9 }, (_, at) => `${at},0871234${at}00,,`)

test('a check names no flag and no command of its own, wherever it tells what to do', async () => {
  const folder = scratch()
  const path = join(folder, 'people.csv')
  writeFileSync(path, [HEADERS, ...rows, '9,+353871234567,,'].join('\n'))
  const { io, ran } = openIo()
  const reports = ['md', 'sarif', 'html'].map((kind) => join(folder, `report.${kind}`))
  const job: CheckJob = {
    ...PLAIN_CHECK,
    path,
    reports: reports.map((each) => ({ path: each, flag: 'report', mayReplace: false, isPersonal: true })),
    maxFindings: 3,
    failOn: 'error',
    words: {
      advise: ({ kind }) => `[${kind}]`,
      command: ({ file, region }) => `[again ${file.slice(-10)} ${region}]`,
      longerList: '[longer]',
    },
  }
  expect(await checkFile(io, job)).toMatchObject({ isFailed: true, signal: null })
  const [markdown = '', sarif = '', html = ''] = reports.map((each) => readFileSync(each, 'utf8'))
  const said = ran().stdout.replace(/\s+/g, ' ')
  expect(said).toContain('[again people.csv IE]')
  expect(said).toContain('record id: [name]')
  expect(said).toContain('([further-phone])')
  expect(markdown).toContain('    [again people.csv IE]\n')
  expect(html).toContain('[longer]; a report')
  expect(sarif).toContain('[longer].')
  const texts = [said, markdown, sarif, html.replace(/<style>.*<\/style>/s, '')]
  for (const text of texts) expect(text).not.toMatch(/(?<![-\w!])--[a-z]|\bringsight check\b/)
})
