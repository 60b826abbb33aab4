// What every page of a report begins with: its title, its style, and a policy by which it loads and sends nothing.
import { createHash } from 'node:crypto'
import { html, type Markup, trusted } from './markup.ts'

export interface PageHead {
  readonly title: string
  /** Texts of our own, of which nothing comes from elsewhere; a script stands at the end of the page. */
  readonly style: string
  readonly script: string | null
}

/** All up to the body, which it opens. */
export function renderPageHead({ title, style, script }: PageHead): Markup {
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${trusted(policyFor(style, script))}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>${title}</title>
<style>${trusted(style)}</style>
</head>
<body>
`
}

// Nothing may be loaded, sent or run but the texts of our own: https://www.w3.org/TR/CSP3/
function policyFor(style: string, script: string | null): string {
  const scripts = script === null ? "'none'" : hashOf(script)
  return `default-src 'none'; style-src ${hashOf(style)}; script-src ${scripts}; base-uri 'none'; form-action 'none'`
}

function hashOf(text: string): string {
  return `'sha256-${createHash('sha256').update(text).digest('base64')}'`
}
