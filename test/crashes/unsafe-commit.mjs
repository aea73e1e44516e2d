/**
 * The negative control, loaded into the gateway before its own code: a mail is written a moment after its 250, as a server does
 * that keeps what it takes in memory and flushes by the clock. Killed in between, it has promised what it does not have.
 */
import { createRequire } from 'node:module';

const LATER = 400;
const INBOX = /^insert into [`"]inbox/i;
const require = createRequire(import.meta.url);

/** What cannot be written then is lost, and nobody hears of it: that is the point. */
function flush(database, statement, values) {
  try {
    if (database.open) statement.run(values);
  } catch {}
}

const Database = require('better-sqlite3');
const { prepare } = Database.prototype;
Database.prototype.prepare = function (sql) {
  const statement = prepare.call(this, sql);
  if (!INBOX.test(sql)) return statement;
  const run = (values) => {
    setTimeout(() => flush(this, statement, values), LATER);
    return { changes: 1, lastInsertRowid: 0 };
  };
  return { reader: false, run };
};

const { Client } = require('pg');
const { query } = Client.prototype;
Client.prototype.query = function (asked, values, done) {
  if (!INBOX.test(asked?.text ?? '')) return query.call(this, asked, values, done);
  setTimeout(() => query.call(this, asked, () => {}), LATER);
  return setImmediate(values, null, { command: 'INSERT', rows: [], rowCount: 1, fields: [] });
};
