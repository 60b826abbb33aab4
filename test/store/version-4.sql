-- A store as version 4 made it, whose contacts had no index by number, dumped as SQL.
PRAGMA application_id = 1381197684;
PRAGMA user_version = 4;
CREATE TABLE contacts (
    sequence INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, contact TEXT NOT NULL CHECK (json_valid(contact))
  ) STRICT;
CREATE TABLE documents (key TEXT PRIMARY KEY, document TEXT NOT NULL CHECK (json_valid(document))) STRICT;
CREATE TABLE outcomes (
    sequence INTEGER PRIMARY KEY, call_id TEXT NOT NULL UNIQUE, outcome TEXT NOT NULL CHECK (json_valid(outcome))
  , sending TEXT CHECK (json_valid(sending)), is_settled INTEGER NOT NULL DEFAULT 0) STRICT;
CREATE TABLE links (
    kind TEXT NOT NULL, id TEXT NOT NULL, contact INTEGER NOT NULL, PRIMARY KEY (kind, id, contact)
  ) STRICT, WITHOUT ROWID;
CREATE TABLE staged_contacts (sequence INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, contact TEXT NOT NULL) STRICT;
CREATE TABLE staged_records (
    kind TEXT NOT NULL, id TEXT NOT NULL, is_read INTEGER NOT NULL DEFAULT 0, record TEXT, PRIMARY KEY (kind, id)
  ) STRICT, WITHOUT ROWID;
INSERT INTO contacts VALUES (1, '"1"', '{"id":"1","firstName":"Anna","lastName":"O''Byrne 0","company":"","companyId":null,"email":"","country":null,"phones":[{"field":"Phone","text":"+353871234567","e164":"+353871234567","rejected":null},{"field":"Mobile","text":"(087) 123-4567","e164":null,"rejected":"no-country"}],"deals":[],"modifiedAt":null,"row":2}');
INSERT INTO contacts VALUES (2, '"9"', '{"id":"9","firstName":"Anna","lastName":"O''Byrne 1","company":"","companyId":"500","email":"","country":"IE","phones":[{"field":"Phone","text":"087 123 4567 / 01 234 5678","e164":null,"rejected":"several-numbers"},{"field":"Mobile","text":"3.53871E+11","e164":null,"rejected":"precision-lost"}],"deals":[],"modifiedAt":null,"row":3}');
INSERT INTO contacts VALUES (3, '"10"', '{"id":"10","firstName":"Anna","lastName":"O''Byrne 2","company":"","companyId":null,"email":"","country":null,"phones":[{"field":"Phone","text":"8,7E+8","e164":null,"rejected":"precision-lost"},{"field":"Mobile","text":"+52 1 55 1234 5678","e164":"+525512345678","rejected":null}],"deals":[{"id":"7","name":"Renewal","amount":null,"currency":null,"closeDate":null,"isClosed":false}],"modifiedAt":null,"row":4}');
INSERT INTO contacts VALUES (4, '"007"', '{"id":"007","firstName":"Anna","lastName":"O''Byrne 3","company":"","companyId":"500","email":"","country":"IE","phones":[{"field":"Phone","text":"+52 55 1234 5678","e164":"+525512345678","rejected":null},{"field":"Mobile","text":"+55 11 8765 4321","e164":"+551187654321","rejected":null}],"deals":[],"modifiedAt":null,"row":5}');
INSERT INTO contacts VALUES (5, '"900000000001"', '{"id":"900000000001","firstName":"Anna","lastName":"O''Byrne 4","company":"","companyId":null,"email":"","country":null,"phones":[{"field":"Phone","text":"+353 1 234 5678 ext. 9","e164":"+35312345678","rejected":null},{"field":"Mobile","text":"50123","e164":null,"rejected":"no-country"}],"deals":[],"modifiedAt":null,"row":6}');
INSERT INTO contacts VALUES (6, '"1a"', '{"id":"1a","firstName":"Anna","lastName":"O''Byrne 5","company":"","companyId":"500","email":"","country":"IE","phones":[{"field":"Phone","text":"n/a","e164":null,"rejected":"not-a-number"},{"field":"Mobile","text":"+353871234567","e164":"+353871234567","rejected":null}],"deals":[],"modifiedAt":null,"row":7}');
INSERT INTO contacts VALUES (7, '"row-ab"', '{"id":"row-ab","firstName":"Anna","lastName":"O''Byrne 6","company":"","companyId":null,"email":"","country":null,"phones":[{"field":"Phone","text":"(087) 123-4567","e164":null,"rejected":"no-country"},{"field":"Mobile","text":"087 123 4567 / 01 234 5678","e164":null,"rejected":"several-numbers"}],"deals":[],"modifiedAt":null,"row":8}');
INSERT INTO documents VALUES ('import', '{"at":"2026-11-29T12:00:00.000Z","contacts":7,"source":"people.csv"}');
INSERT INTO links VALUES ('company', '"500"', 2);
INSERT INTO links VALUES ('company', '"500"', 4);
INSERT INTO links VALUES ('company', '"500"', 6);
INSERT INTO links VALUES ('deal', '"7"', 3);
CREATE INDEX outbox ON outcomes (sequence) WHERE is_settled = 0;
CREATE TRIGGER contact_added AFTER INSERT ON contacts BEGIN
    INSERT INTO links (kind, id, contact)
      SELECT 'company', new.contact -> '$.companyId', new.sequence WHERE new.contact ->> '$.companyId' IS NOT NULL;
    INSERT OR IGNORE INTO links (kind, id, contact)
      SELECT 'deal', value -> '$.id', new.sequence FROM json_each(new.contact, '$.deals');
  END;
CREATE TRIGGER contact_removed AFTER DELETE ON contacts BEGIN
    DELETE FROM links
      WHERE kind = 'company' AND id = old.contact -> '$.companyId' AND contact = old.sequence;
    DELETE FROM links WHERE kind = 'deal' AND contact = old.sequence
      AND id IN (SELECT value -> '$.id' FROM json_each(old.contact, '$.deals'));
  END;
CREATE TRIGGER contact_changed AFTER UPDATE OF contact ON contacts
  WHEN old.contact -> '$.companyId' IS NOT new.contact -> '$.companyId'
    OR old.contact -> '$.deals' IS NOT new.contact -> '$.deals'
  BEGIN
    DELETE FROM links
      WHERE kind = 'company' AND id = old.contact -> '$.companyId' AND contact = old.sequence;
    DELETE FROM links WHERE kind = 'deal' AND contact = old.sequence
      AND id IN (SELECT value -> '$.id' FROM json_each(old.contact, '$.deals'));
    INSERT INTO links (kind, id, contact)
      SELECT 'company', new.contact -> '$.companyId', new.sequence WHERE new.contact ->> '$.companyId' IS NOT NULL;
    INSERT OR IGNORE INTO links (kind, id, contact)
      SELECT 'deal', value -> '$.id', new.sequence FROM json_each(new.contact, '$.deals');
  END;
CREATE INDEX unread_records ON staged_records (kind, id) WHERE is_read = 0;
