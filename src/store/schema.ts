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

// Parts of step 5. A contact may have the same number, text or deal twice: DISTINCT sees to it, for where a contact is
// replaced by INSERT … ON CONFLICT, its policy takes the place of OR IGNORE in triggers (https://www.sqlite.org/lang_createtrigger.html).
const ADD_NUMBERS = `INSERT INTO numbers (e164, contact)
      SELECT DISTINCT value ->> '$.e164', new.sequence FROM json_each(new.contact, '$.phones')
      WHERE value ->> '$.e164' IS NOT NULL;
    INSERT INTO unread_phones (contact, text)
      SELECT DISTINCT new.sequence, value -> '$.text' FROM json_each(new.contact, '$.phones')
      WHERE value ->> '$.e164' IS NULL;`
const REMOVE_NUMBERS = `DELETE FROM numbers WHERE contact = old.sequence
      AND e164 IN (SELECT value ->> '$.e164' FROM json_each(old.contact, '$.phones'));
    DELETE FROM unread_phones WHERE contact = old.sequence;`
const ADD_DISTINCT_LINKS = `INSERT INTO links (kind, id, contact)
      SELECT 'company', new.contact -> '$.companyId', new.sequence WHERE new.contact ->> '$.companyId' IS NOT NULL;
    INSERT INTO links (kind, id, contact)
      SELECT DISTINCT 'deal', value -> '$.id', new.sequence FROM json_each(new.contact, '$.deals');`

/**
 * The id of a contact as an integer where it is one of at most 18 digits, written as integers are; else null. What an index
 * is of is found by it only when it is written the same.
 */
export const PLAIN_ID = `iif(length(id) <= 20 AND id GLOB '"[1-9]*' AND id NOT GLOB '"*[^0-9]*"', CAST(substr(id, 2) AS INTEGER), NULL)`

/** Whether the text of a phone may be a number with an exponent, and that number. */
export const IS_ROUNDED = "text GLOB '*[0-9][eE]*'"
export const ROUNDED = `CAST(replace(trim(text, '"'), ',', '.') AS REAL)`

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
  // What a call asks for: contacts by number, texts that may hold one, how many there are, and which come first. By triggers, as
  // the links are, for an earlier version may have the store open still, and write.
  `
  CREATE TABLE numbers (e164 TEXT NOT NULL, contact INTEGER NOT NULL, PRIMARY KEY (e164, contact)) STRICT, WITHOUT ROWID;
  CREATE TABLE unread_phones (
    contact INTEGER NOT NULL, text TEXT NOT NULL, PRIMARY KEY (contact, text)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE counts (name TEXT PRIMARY KEY, count INTEGER NOT NULL) STRICT, WITHOUT ROWID;
  INSERT OR IGNORE INTO numbers (e164, contact)
    SELECT phone.value ->> '$.e164', sequence FROM contacts, json_each(contact, '$.phones') AS phone
    WHERE phone.value ->> '$.e164' IS NOT NULL ORDER BY 1, 2;
  INSERT OR IGNORE INTO unread_phones (contact, text)
    SELECT sequence, phone.value -> '$.text' FROM contacts, json_each(contact, '$.phones') AS phone
    WHERE phone.value ->> '$.e164' IS NULL;
  INSERT INTO counts (name, count) SELECT 'contacts', count(*) FROM contacts;
  INSERT INTO counts (name, count) SELECT 'numbers', count(DISTINCT e164) FROM numbers;
  CREATE INDEX plain_ids ON contacts (${PLAIN_ID});
  CREATE INDEX rounded_phones ON unread_phones (${ROUNDED}) WHERE ${IS_ROUNDED};
  DROP TRIGGER contact_added;
  CREATE TRIGGER contact_added AFTER INSERT ON contacts BEGIN
    ${ADD_DISTINCT_LINKS}
  END;
  DROP TRIGGER contact_changed;
  CREATE TRIGGER contact_changed AFTER UPDATE OF contact ON contacts
  WHEN old.contact -> '$.companyId' IS NOT new.contact -> '$.companyId'
    OR old.contact -> '$.deals' IS NOT new.contact -> '$.deals'
  BEGIN
    ${REMOVE_LINKS}
    ${ADD_DISTINCT_LINKS}
  END;
  CREATE TRIGGER contact_counted AFTER INSERT ON contacts BEGIN
    INSERT INTO counts (name, count) VALUES ('contacts', 1) ON CONFLICT (name) DO UPDATE SET count = count + 1;
    ${ADD_NUMBERS}
  END;
  CREATE TRIGGER contact_discounted AFTER DELETE ON contacts BEGIN
    UPDATE counts SET count = count - 1 WHERE name = 'contacts';
    ${REMOVE_NUMBERS}
  END;
  CREATE TRIGGER phones_changed AFTER UPDATE OF contact ON contacts
  WHEN old.contact -> '$.phones' IS NOT new.contact -> '$.phones'
  BEGIN
    ${REMOVE_NUMBERS}
    ${ADD_NUMBERS}
  END;
  CREATE TRIGGER number_counted AFTER INSERT ON numbers
  WHEN NOT EXISTS (SELECT 1 FROM numbers WHERE e164 = new.e164 AND contact <> new.contact)
  BEGIN
    INSERT INTO counts (name, count) VALUES ('numbers', 1) ON CONFLICT (name) DO UPDATE SET count = count + 1;
  END;
  CREATE TRIGGER number_discounted AFTER DELETE ON numbers
  WHEN NOT EXISTS (SELECT 1 FROM numbers WHERE e164 = old.e164)
  BEGIN
    UPDATE counts SET count = count - 1 WHERE name = 'numbers';
  END;
  `,
]
