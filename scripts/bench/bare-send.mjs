/** The limit for sending: a nodemailer pool alone. `PORT COUNT`; the mail to send comes on standard input. */
import { text } from 'node:stream/consumers';
import nodemailer from 'nodemailer';

const [port, count] = process.argv.slice(2).map(Number);
const raw = Buffer.from(await text(process.stdin));
const pool = nodemailer.createTransport({
  pool: true,
  maxConnections: 5,
  maxMessages: 100,
  host: '127.0.0.1',
  port,
  ignoreTLS: true,
});
const envelope = { from: 'bounce@postern.localhost', to: ['worker@acme.example'] };
let begun = 0;
const run = async () => {
  while (begun++ < count) await pool.sendMail({ envelope, raw });
};
console.log('ready');
await Promise.all(Array.from({ length: 20 }, run));
pool.close();
