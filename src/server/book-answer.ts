// What a request for a phone book is answered: a form of it, who is left out of that, or what a CardDAV client asks. Pure.
import { BOOK_FORMS, type BookForm, type BookFormName } from '../office/book-forms.ts'
import type { Book } from './book.ts'
import { answerDav, type DavRequest } from './carddav.ts'
import { type Answer, problem } from './http.ts'

export type BookRequest =
  | {
      readonly kind: 'form'
      readonly form: BookFormName
      /** How many entries; null for as many as the device takes. */
      readonly most: number | null
      /** From 1. */
      readonly page: number
      /** Who does not stand in it, and not the book itself. */
      readonly isLeftOut: boolean
      /** Its own address, for that of the next page. */
      readonly path: string
    }
  | { readonly kind: 'dav'; readonly request: DavRequest }

export function answerBook(asked: BookRequest, book: Book): Answer {
  if (asked.kind === 'dav') return answerDav(asked.request, book)
  const form: BookForm = BOOK_FORMS[asked.form]
  const most = Math.min(asked.most ?? form.most, book.entries.length)
  const [listed, others] = [book.entries.slice(0, most), [...book.entries.slice(most), ...book.leftOut]]
  if (asked.isLeftOut) {
    const leftOut = others.map(({ contactId, name, company }) => ({ contactId, name, company }))
    const body = JSON.stringify({ form: asked.form, listed: listed.length, leftOut })
    return { status: 200, headers: { 'cache-control': 'no-store' }, body }
  }
  const size = form.page ?? Math.max(1, listed.length)
  const of = Math.max(1, Math.ceil(listed.length / size))
  if (asked.page > of) return problem(404, 'not-found', `Expected a page from 1 to ${of}.`)
  const shown = listed.slice((asked.page - 1) * size, asked.page * size)
  const headers = {
    'content-type': form.contentType,
    'cache-control': 'private, no-store',
    'ringsight-listed': String(listed.length),
    'ringsight-left-out': String(others.length),
    // How a Cisco telephone knows that there is more.
    ...(asked.page < of && { refresh: `0; url=${asked.path}?page=${asked.page + 1}${mostOf(asked.most)}` }),
  }
  return { status: 200, headers, body: form.render(shown, { number: asked.page, of }) }
}

function mostOf(most: number | null): string {
  return most === null ? '' : `&most=${most}`
}
