// The routes of phone books: forms for desk phones, and a collection that CardDAV clients follow. Each is made by the desk, so that
// no look-up waits for a long one.
import type { Purpose } from '../core/access-token.ts'
import { BOOK_FORMS, type BookFormName } from '../office/book-forms.ts'
import type { BookRequest } from './book-answer.ts'
import { DAV_PATHS, type DavRequest, uidIn } from './carddav.ts'
import type { DeskAsk } from './desk-work.ts'
import { type Answer, type Head, isRefused, problem, type Refused, type Route } from './http.ts'
import type { Grant, Granted } from './service.ts'

export interface BookParts {
  readonly admit: (purpose: Purpose) => (head: Head) => Granted | Refused
  readonly ask: DeskAsk
}

const LEFT_OUT = 'left-out.json'

export function bookRoutes({ admit, ask }: BookParts): readonly Route<Grant>[] {
  const admitted = admit('books')

  const made = async (grant: Grant, asked: BookRequest): Promise<Answer> => {
    if (grant === null) return BUSY
    const { workspace, token } = grant
    const reply = await ask({ type: 'book', workspace: workspace.name, scope: token.scope, asked })
    return reply.kind === 'book' ? reply.answer : BUSY
  }

  // A Snom asks by POST.
  const formRoutes = (['GET', 'POST'] as const).flatMap((method): Route<Grant>[] =>
    ['/v1/office/books/:form', '/v1/office/books/:form/:file'].map((path) => ({
      method,
      path,
      takes: ['json', 'form', 'xml'],
      admit: admitted,
      answer: (head, grant) => {
        const asked = readForm(head)
        return isRefused(asked) ? asked.refused : made(grant, asked)
      },
    })),
  )

  const davRoute = (method: DavRequest['method'], path: string, target: (head: Head) => DavRequest['target']) => ({
    method,
    path,
    takes: ['xml' as const],
    admit: admitted,
    answer: (head: Head, grant: Grant, body: unknown) =>
      made(grant, {
        kind: 'dav',
        request: {
          method,
          target: target(head),
          depth: head.headers['depth'] === '1' ? 1 : 0,
          body: typeof body === 'string' ? body : '',
        },
      }),
  })
  const { home, book } = DAV_PATHS
  const collections = [
    ['/.well-known/carddav', 'home'],
    [home, 'home'],
    [home.slice(0, -1), 'home'],
    [book, 'book'],
    [book.slice(0, -1), 'book'],
  ] as const
  const card = (head: Head): DavRequest['target'] => ({ kind: 'card', uid: uidIn(head.params['card'] ?? '') })

  return [
    ...formRoutes,
    ...collections.flatMap(([path, kind]) => [
      davRoute('PROPFIND', path, () => ({ kind })),
      davRoute('REPORT', path, () => ({ kind })),
      { method: 'OPTIONS' as const, path, takes: ['xml' as const], admit: admitted, answer: () => OPTIONS },
    ]),
    davRoute('GET', `${book}:card`, card),
    davRoute('PROPFIND', `${book}:card`, card),
  ]
}

function readForm({ params, query }: Head): BookRequest | Refused {
  const form = BOOK_NAMES.find((name) => name === params['form'])
  if (form === undefined) return refused(404, 'not-found', `Expected one of ${BOOK_NAMES.join(', ')}.`)
  const most = readCount(query['most'])
  const page = readCount(query['page'])
  if (most === 'wrong' || page === 'wrong')
    return refused(400, 'bad-request', 'Expected most and page as numbers from 1.')
  const isLeftOut = params['file'] === LEFT_OUT
  return { kind: 'form', form, most, page: page ?? 1, isLeftOut, path: `/v1/office/books/${form}` }
}

const BOOK_NAMES = Object.keys(BOOK_FORMS) as BookFormName[]

function readCount(stated: string | readonly string[] | undefined): number | null | 'wrong' {
  if (stated === undefined) return null
  return typeof stated === 'string' && /^[1-9]\d{0,5}$/.test(stated) ? Number(stated) : 'wrong'
}

function refused(status: number, error: string, message: string): Refused {
  return { refused: problem(status, error, message) }
}

// RFC 4918, section 10.1, and RFC 6352, section 6.1.
const OPTIONS: Answer = {
  status: 200,
  headers: { dav: '1, 3, addressbook', allow: 'OPTIONS, GET, HEAD, PROPFIND, REPORT' },
  body: '',
}
const BUSY = problem(503, 'busy', 'The database cannot be read just now: ask again.', { 'retry-after': '5' })
