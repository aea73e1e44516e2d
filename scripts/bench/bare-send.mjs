/**
 * The limit for sending: a nodemailer pool alone, that signs with the key of the file. `PORT CONNECTIONS KEY`; the first line of
 * standard input is the mail that nodemailer builds, as JSON. After it says `ready`, each line is a number of mails to send; the answer
 * is the CPU seconds that they took.
 */
import { createPrivateKey } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import nodemailer from 'nodemailer';

const [port, connections] = process.argv.slice(2, 4).map(Number);
const privateKey = createPrivateKey(readFileSync(process.argv[4]));
const pool = nodemailer.createTransport({
  pool: true,
  maxConnections: connections,
  maxMessages: 100,
  host: '127.0.0.1',
  port,
  ignoreTLS: true,
  dkim: { domainName: 'acme.example', keySelector: 'bench', privateKey },
});

async function send(mail, count) {
  const before = process.cpuUsage();
  let begun = 0;
  const run = async () => {
    while (begun++ < count) await pool.sendMail({ ...mail });
  };
  await Promise.all(Array.from({ length: 2 * connections }, run));
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1e6;
}

let mail;
for await (const line of createInterface({ input: process.stdin })) {
  if (mail) console.log(await send(mail, Number(line)));
  else {
    mail = JSON.parse(line);
    console.log('ready');
  }
}
pool.close();
