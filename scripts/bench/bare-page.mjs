/**
 * The limits for a page, of node:http and a prepared statement. `MODE BYTES`, the comments as JSON on standard input:
 *
 *   rows    thirty comments with their authors read from SQLite, escaped, and put into a page of so many bytes
 *   ready   the finished bytes of such a page in thirty rows, joined: nothing is escaped, nothing is put anywhere
 */
import { once } from 'node:events';
import { createServer } from 'node:http';
import { createInterface } from 'node:readline';
import Database from 'better-sqlite3';

const [mode, size] = [process.argv[2], Number(process.argv[3])];
const comments = JSON.parse((await once(createInterface({ input: process.stdin }), 'line'))[0]);
const db = new Database(':memory:');
const write = mode === 'rows' ? pageOfRows() : pageOfPieces();
const server = createServer((_request, response) => {
  const page = write(7);
  response.writeHead(200, { 'content-type': 'text/html; charset=utf-8', 'content-length': Buffer.byteLength(page) });
  response.end(page);
});
server.listen(0, '127.0.0.1', () => console.log(server.address().port));

function pageOfRows() {
  db.exec(`create table people (id integer primary key, name text);
    create table comments (id integer primary key, task integer, author integer, at integer, text text);
    create index comments_task on comments (task)`);
  const person = db.prepare('insert into people (id, name) values (?, ?)');
  const comment = db.prepare('insert into comments (task, author, at, text) values (?, ?, ?, ?)');
  for (const [at, one] of comments.entries()) person.run(at, one.author);
  for (let task = 1; task <= 100; task++)
    for (const [at, one] of comments.entries()) comment.run(task, at, one.at, one.text);
  const select = db.prepare(`select c.id, c.at, c.text, p.name from comments c join people p on p.id = c.author
    where c.task = ? order by c.id`);
  const body = (task, markup) =>
    select
      .all(task)
      .map(
        (row) =>
          `<li id="c${row.id}"><b>${escaped(row.name)}</b><time>${new Date(row.at).toISOString()}</time>${markup}<p>${escaped(row.text)}</p></li>`,
      )
      .join('');
  // As much markup around each comment, and around all of them, as ours has: written before, so it costs nothing but its bytes.
  const own = Buffer.byteLength(body(7, ''));
  const each = Math.floor(Math.max(0, size - own) / (comments.length + 10));
  const [markup, head] = ['m'.repeat(each), 'h'.repeat(Math.max(0, size - own - each * comments.length))];
  return (task) => `${head}${body(task, markup)}`;
}

function pageOfPieces() {
  db.exec(`create table parts (id integer primary key, task integer, html text);
    create index parts_task on parts (task)`);
  const insert = db.prepare('insert into parts (task, html) values (?, ?)');
  for (let task = 1; task <= 100; task++)
    for (const _ of comments) insert.run(task, 'x'.repeat(Math.floor(size / comments.length)));
  const select = db.prepare('select html from parts where task = ? order by id');
  return (task) =>
    select
      .all(task)
      .map((row) => row.html)
      .join('');
}

function escaped(words) {
  return words.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}
