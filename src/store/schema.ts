// What the SQLite store looks like inside, as numbered steps from an empty file. Knows SQL, and no driver.

/** Marks a SQLite file as ours (https://www.sqlite.org/pragma.html#pragma_application_id): "RSgt" in ASCII. */
export const APPLICATION_ID = 0x52_53_67_74

// Parts of step 3. A contact may name the same deal twice.
const ADD_LINKS = `INSERT INTO links (kind, id, contact)
      SELECT 'company', new.contact -> '$.companyId', new.sequence WHERE new.contact ->> '$.companyId' IS NOT NULL;
    INSERT OR IGNORE INTO links (kind, id, contact)
      SELECT 'deal', value -> '$.id', new.sequence FROM json_each(new.contact, '$.deals');`
const REMOVE_LINKS = `DELETE FROM links
      WHERE kind = 'company' AND id = old.contact -> '$.companyId' AND contact = old.sequence;
    DELETE FROM links WHERE kind = 'deal' AND contact = old.sequence
      AND id IN (SELECT value -> '$.id' FROM json_each(old.contact, '$.deals'));`

/**
 * Step n leads from version n - 1 to version n, which `user_version` keeps. Append only: a step that was ever released
 * stays as it is, for stores made by it exist.
 */
export const MIGRATIONS: readonly string[] = [
  // The ids of contacts and calls are kept as JSON texts (see renderDocument): no two ids may become one key. The
  // checks let SQLite's own check of a file find damage within a text, too.
  `
  CREATE TABLE contacts (
    sequence INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, contact TEXT NOT NULL CHECK (json_valid(contact))
  ) STRICT;
  CREATE TABLE documents (key TEXT PRIMARY KEY, document TEXT NOT NULL CHECK (json_valid(document))) STRICT;
  CREATE TABLE outcomes (
    sequence INTEGER PRIMARY KEY, call_id TEXT NOT NULL UNIQUE, outcome TEXT NOT NULL CHECK (json_valid(outcome))
  ) STRICT;
  `,
  // What is on its way to the CRM, and what has arrived. The outbox is looked through far more often than it is long.
  `
  ALTER TABLE outcomes ADD COLUMN sending TEXT CHECK (json_valid(sending));
  ALTER TABLE outcomes ADD COLUMN is_settled INTEGER NOT NULL DEFAULT 0;
  CREATE INDEX outbox ON outcomes (sequence) WHERE is_settled = 0;
  `,
  // Whom a company or deal belongs to, kept by SQLite itself whenever a contact is written, so that no writer can forget
  // it; and what a sync has gathered so far: `record` is null for what was asked for and did not come.
  `
  CREATE TABLE links (
    kind TEXT NOT NULL, id TEXT NOT NULL, contact INTEGER NOT NULL, PRIMARY KEY (kind, id, contact)
  ) STRICT, WITHOUT ROWID;
  INSERT INTO links (kind, id, contact)
    SELECT 'company', contact -> '$.companyId', sequence FROM contacts WHERE contact ->> '$.companyId' IS NOT NULL;
  INSERT OR IGNORE INTO links (kind, id, contact)
    SELECT 'deal', deal.value -> '$.id', sequence FROM contacts, json_each(contact, '$.deals') AS deal;
  CREATE TRIGGER contact_added AFTER INSERT ON contacts BEGIN
    ${ADD_LINKS}
  END;
  CREATE TRIGGER contact_removed AFTER DELETE ON contacts BEGIN
    ${REMOVE_LINKS}
  END;
  CREATE TRIGGER contact_changed AFTER UPDATE OF contact ON contacts
  WHEN old.contact -> '$.companyId' IS NOT new.contact -> '$.companyId'
    OR old.contact -> '$.deals' IS NOT new.contact -> '$.deals'
  BEGIN
    ${REMOVE_LINKS}
    ${ADD_LINKS}
  END;
  CREATE TABLE staged_contacts (sequence INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, contact TEXT NOT NULL) STRICT;
  CREATE TABLE staged_records (
    kind TEXT NOT NULL, id TEXT NOT NULL, is_read INTEGER NOT NULL DEFAULT 0, record TEXT, PRIMARY KEY (kind, id)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX unread_records ON staged_records (kind, id) WHERE is_read = 0;
  `,
  // Reasons are kept as kinds, which an earlier version would take for damage: the version keeps it away. What it had kept
  // in sentences is read by earlier.ts, also what it writes while it still has the store open.
  '',
]
