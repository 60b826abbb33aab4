// XML as telephones and telephone systems read it. The one file that names fast-xml-builder.
import XMLBuilder from 'fast-xml-builder'

/**
 * An element's content: a text, elements by their names in their order, several of one name as a list, and attributes whose keys
 * begin with `@`; `#` is the text of an element that has attributes.
 */
export type Xml = string | { readonly [name: string]: Xml | readonly Xml[] }

const builder = new XMLBuilder({
  ignoreAttributes: false,
  attributeNamePrefix: '@',
  textNodeName: '#',
  format: true,
  suppressEmptyNode: true,
  suppressBooleanAttributes: false,
})

/** A document with the one element that it has. What XML cannot hold is left out of the texts. */
export function renderXml(document: { readonly [name: string]: Xml }): string {
  return `<?xml version="1.0" encoding="UTF-8"?>\n${builder.build(cleaned(document))}`
}

// XML 1.0, section 2.2: no character may be another.
const NO_XML = /[^\t\n\r\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]/gu

function cleaned(xml: Xml | readonly Xml[]): unknown {
  if (typeof xml === 'string') return xml.replace(NO_XML, '')
  if (Array.isArray(xml)) return xml.map(cleaned)
  return Object.fromEntries(Object.entries(xml).map(([name, content]) => [name, cleaned(content)]))
}
