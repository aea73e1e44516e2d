/** The limit for receiving: smtp-server alone, which takes the mail and forgets it. */
import { SMTPServer } from 'smtp-server';

const server = new SMTPServer({
  authOptional: true,
  disabledCommands: ['AUTH', 'STARTTLS'],
  size: 26_214_400,
  onData(stream, _session, done) {
    stream.on('data', () => {});
    stream.on('end', () => done(null, 'discarded'));
  },
});
server.on('error', () => {});
server.listen({ port: 0, host: '127.0.0.1', backlog: 2048 }, () => console.log(server.server.address().port));
