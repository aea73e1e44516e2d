/** The limit for a page: thirty rows of the same size from SQLite, joined and sent. `BYTES`. */
import { createServer } from 'node:http';
import Database from 'better-sqlite3';

const ROWS = 30;
const bytes = Number(process.argv[2]);
const db = new Database(':memory:');
db.exec('create table parts (id integer primary key, task integer, html text)');
db.exec('create index parts_task on parts (task)');
const insert = db.prepare('insert into parts (task, html) values (?, ?)');
for (let task = 1; task <= 100; task++)
  for (let n = 0; n < ROWS; n++) insert.run(task, 'x'.repeat(Math.floor(bytes / ROWS)));
const select = db.prepare('select html from parts where task = ? order by id');
const server = createServer((_request, response) => {
  const page = select
    .all(7)
    .map((row) => row.html)
    .join('');
  response.writeHead(200, { 'content-type': 'text/html; charset=utf-8', 'content-length': Buffer.byteLength(page) });
  response.end(page);
});
server.listen(0, '127.0.0.1', () => console.log(server.address().port));
