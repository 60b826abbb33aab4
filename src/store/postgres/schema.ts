// What a store looks like inside of PostgreSQL, as numbered steps from an empty schema. Knows SQL, and no driver.

/** The schema that all of it is in: one database may serve other programs as well. */
export const SCHEMA = 'ringsight'

// Texts are compared byte by byte: the order of a language changes with the system's library, and indexes would break.
const KEY = 'text COLLATE "C" NOT NULL'

/**
 * Step n leads from version n - 1 to version n, which the table `version` keeps. Append only: a step that was ever released
 * stays as it is, for stores made by it exist. Each table's key begins with the workspace, by which a database may be distributed.
 */
export const MIGRATIONS: readonly string[] = [
  // Contacts and documents are JSON texts, which a `jsonb` would not hold as they are (NUL, lone surrogates). What a contact is
  // found by stands beside it: contact-row.ts.
  `
  CREATE TABLE ringsight.contacts (
    workspace ${KEY}, key ${KEY}, sequence bigint GENERATED ALWAYS AS IDENTITY,
    contact text NOT NULL, plain bigint, marks text[] COLLATE "C" NOT NULL, unread text[] COLLATE "C" NOT NULL,
    PRIMARY KEY (workspace, key)
  );
  CREATE INDEX contacts_in_order ON ringsight.contacts (workspace, sequence);
  CREATE INDEX contacts_by_plain_id ON ringsight.contacts (workspace, plain);
  CREATE INDEX contacts_unread ON ringsight.contacts (workspace, sequence) WHERE unread <> '{}';
  CREATE INDEX contacts_by_mark ON ringsight.contacts USING gin (marks);
  CREATE TABLE ringsight.counts (
    workspace ${KEY}, contacts bigint NOT NULL, numbers bigint NOT NULL, PRIMARY KEY (workspace)
  );
  CREATE TABLE ringsight.documents (workspace ${KEY}, key ${KEY}, document text NOT NULL, PRIMARY KEY (workspace, key));
  CREATE TABLE ringsight.outcomes (
    workspace ${KEY}, key ${KEY}, sequence bigint GENERATED ALWAYS AS IDENTITY,
    outcome text NOT NULL, sending text, is_settled boolean NOT NULL DEFAULT false, PRIMARY KEY (workspace, key)
  );
  CREATE INDEX outbox ON ringsight.outcomes (workspace, sequence) WHERE NOT is_settled;
  CREATE TABLE ringsight.staged_contacts (
    workspace ${KEY}, key ${KEY}, sequence bigint GENERATED ALWAYS AS IDENTITY, contact text NOT NULL,
    PRIMARY KEY (workspace, key)
  );
  CREATE INDEX staged_in_order ON ringsight.staged_contacts (workspace, sequence);
  CREATE TABLE ringsight.staged_records (
    workspace ${KEY}, kind ${KEY}, key ${KEY}, id text NOT NULL, is_read boolean NOT NULL DEFAULT false, record text,
    PRIMARY KEY (workspace, kind, key)
  );
  CREATE INDEX unread_records ON ringsight.staged_records (workspace, kind, key) WHERE NOT is_read;
  CREATE TABLE ringsight.files (
    workspace ${KEY}, name ${KEY}, part integer NOT NULL, bytes bytea NOT NULL, PRIMARY KEY (workspace, name, part)
  );
  `,
  // When a server may next ask the CRM while a phone rings, in milliseconds since the epoch.
  `CREATE TABLE ringsight.searches (workspace ${KEY}, at bigint NOT NULL, PRIMARY KEY (workspace))`,
]

/** Every table that has rows of a workspace. */
export const TABLES = [
  'contacts',
  'counts',
  'documents',
  'outcomes',
  'staged_contacts',
  'staged_records',
  'files',
  'searches',
] as const
