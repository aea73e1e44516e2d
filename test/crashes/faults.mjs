/**
 * Disks that fail, loaded into the gateway before its own code. Which one is read from the file named by FAULTS at each try,
 * so a test breaks and mends the disk of a running process:
 *
 *   full    no page and no byte more: SQLite answers SQLITE_FULL by its own code, files ENOSPC
 *   fsync   files are written and cannot be synced: EIO
 *   liar    files are cut short and everybody says it went well: the negative control
 */
import { createRequire, syncBuiltinESMExports } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const require = createRequire(import.meta.url);
const fs = require('node:fs');
const promises = require('node:fs/promises');
const read = fs.readFileSync;

function fault() {
  try {
    return read(process.env.FAULTS, 'utf8').trim();
  } catch {
    return '';
  }
}

const failure = (code) =>
  Object.assign(new Error(`${code}: as the test asked`), { code, errno: code === 'EIO' ? -5 : -28 });

// SQLite: the database may have as many pages as it has now, and not one more.
const Database = require('better-sqlite3');
const { prepare } = Database.prototype;
const limited = new WeakSet();
Database.prototype.prepare = function (sql) {
  const full = fault() === 'full';
  if (full !== limited.has(this) && /^BEGIN/i.test(sql)) {
    const pages = full ? prepare.call(this, 'PRAGMA page_count').get().page_count : 4294967294;
    prepare.call(this, `PRAGMA max_page_count = ${pages}`).all();
    if (full) limited.add(this);
    else limited.delete(this);
  }
  return prepare.call(this, sql);
};

// Files: what `open` of fs/promises gives, and the streams of fs.
const probe = await promises.open(join(tmpdir(), `postern-probe-${process.pid}`), 'w');
const File = Object.getPrototypeOf(probe);
await probe.close();
await promises.rm(join(tmpdir(), `postern-probe-${process.pid}`), { force: true });
const { write, sync } = File;
File.write = async function (bytes, ...rest) {
  const now = fault();
  if (now === 'full') throw failure('ENOSPC');
  if (now !== 'liar') return write.call(this, bytes, ...rest);
  await write.call(this, bytes.subarray(0, bytes.length >> 1), 0, bytes.length >> 1);
  return { bytesWritten: bytes.length, buffer: bytes };
};
File.sync = async function () {
  if (fault() === 'fsync') throw failure('EIO');
  return sync.call(this);
};
const { fsync, write: writeFd } = fs;
fs.fsync = (fd, done) => (fault() === 'fsync' ? setImmediate(done, failure('EIO')) : fsync(fd, done));
fs.write = (fd, bytes, ...rest) => {
  if (fault() === 'full' && fd > 2) return setImmediate(rest.at(-1), failure('ENOSPC'));
  return writeFd(fd, bytes, ...rest);
};
syncBuiltinESMExports();
