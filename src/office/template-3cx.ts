// The CRM template that 3CX is given: what it asks when somebody calls, and what it reports at the end. By 3CX's description of the
// format: https://www.3cx.com/docs/server-side-crm-template-xml-description/
import { renderXml, type Xml } from './xml.ts'

export interface TemplatePlace {
  /** Where the server is, as 3CX reaches it: `https://directory.example.com`. */
  readonly url: string
  /** The country of the trunk; null where numbers come with their country codes. */
  readonly region: string | null
}

// 3CX keeps a template until one of a higher version is given.
const VERSION = 1

/** The template, with the server's address in it. The token is asked for by 3CX, and is not in it. */
export function renderTemplate({ url, region }: TemplatePlace): string {
  const trunk = region === null ? '' : `&region=${region}`
  return renderXml({
    Crm: {
      // Asked for, and of no use yet.
      '@Country': 'Global',
      '@Name': 'Ringsight',
      '@Version': String(VERSION),
      '@SupportsEmojis': 'true',
      // As the trunk delivers it, whole: no last digits.
      Number: { '@Prefix': 'AsIs', '@MaxLength': '' },
      Connection: { '@MaxConcurrentRequests': '16' },
      Parameters: {
        Parameter: [
          parameter('ServerUrl', 'String', 'Address of the Ringsight server:', url),
          parameter('Token', 'Password', 'Token (made for office):', ''),
          parameter('ReportCallEnabled', 'Boolean', 'Report calls:', 'True', ''),
        ],
      },
      Authentication: { '@Type': 'No' },
      Scenarios: { Scenario: [lookUp(trunk), reportCall(trunk)] },
    },
  })
}

function parameter(name: string, type: string, title: string, value: string, parent = 'General Configuration'): Xml {
  return {
    '@Name': name,
    '@Type': type,
    '@Parent': parent,
    '@Editor': 'String',
    '@Title': title,
    '@Default': value,
  }
}

// A bearer token goes by a header of its own: 3CX's Basic is a name with a password.
const HEADERS: Xml = { Value: { '@Key': 'Authorization', '@Passes': '1', '@Type': 'String', '#': 'Bearer [Token]' } }

function lookUp(trunk: string): Xml {
  const variable = (name: string, path: string): Xml => ({ '@Name': name, '@Path': path, Filter: '' })
  const output = (type: string, value: string): Xml => ({ '@Type': type, '@Passes': '0', '@Value': value })
  return {
    '@Id': '',
    '@Type': 'REST',
    Request: {
      '@SkipIf': '',
      '@Url': `[ServerUrl]/v1/office/contacts?number=[Number]${trunk}`,
      '@MessagePasses': '0',
      '@Message': '',
      '@RequestContentType': '',
      '@RequestEncoding': 'UrlEncoded',
      '@RequestType': 'Get',
      '@ResponseType': 'Json',
      Headers: HEADERS,
    },
    Rules: { Rule: { '@Type': 'Any', '@Ethalon': '', '#': 'contacts.id' } },
    Variables: {
      Variable: [
        variable('ContactId', 'contacts.id'),
        variable('ContactName', 'contacts.name'),
        variable('ContactNumber', 'contacts.number'),
        variable('ContactUrl', 'contacts.url'),
      ],
    },
    Outputs: {
      '@AllowEmpty': 'false',
      Output: [
        output('FirstName', '[ContactName]'),
        // 3CX drops a contact of which no number is the caller's.
        output('PhoneBusiness', '[ContactNumber]'),
        output('ContactUrl', '[ContactUrl]'),
        output('EntityType', 'Contacts'),
        output('EntityId', '[ContactId]'),
      ],
    },
  }
}

// There is no id of a call in a report: when it began, and with which number, is what tells it from others.
const REPORT: readonly (readonly [string, string])[] = [
  ['type', '[CallType]'],
  ['number', '[Number]'],
  ['agent', '[Agent]'],
  ['startedAt', '[[CallStartTimeUTC].ToString("yyyy-MM-ddTHH:mm:ssZ")]'],
  ['duration', '[Duration]'],
]

function reportCall(trunk: string): Xml {
  return {
    '@Id': 'ReportCall',
    '@Type': 'REST',
    Request: {
      '@SkipIf': '[ReportCallEnabled]!=True',
      '@Url': `[ServerUrl]/v1/office/calls?form=3cx${trunk}`,
      '@MessagePasses': '0',
      '@Message': '',
      '@RequestContentType': '',
      '@RequestEncoding': 'Json',
      '@RequestType': 'Post',
      '@ResponseType': 'Json',
      Headers: HEADERS,
      PostValues: {
        Object: {
          '@Key': '',
          Value: REPORT.map(([key, value]) => ({ '@Key': key, '@Passes': '1', '@Type': 'String', '#': value })),
        },
      },
    },
    Rules: '',
    Variables: '',
    Outputs: { '@AllowEmpty': 'true' },
  }
}
