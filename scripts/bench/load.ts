/** Load over kept connections, as fast as the server answers. */
import type { Mail } from './mails.ts';
import { Peer } from './peer.ts';

export async function openPeers(port: number, count: number): Promise<Peer[]> {
  return Promise.all(Array.from({ length: count }, () => Peer.open(port)));
}

/** Sends `count` mails over these connections; mails a second from the first to the last 250. */
export async function load(peers: readonly Peer[], count: number, next: () => Mail): Promise<number> {
  let begun = 0;
  const run = async (peer: Peer): Promise<void> => {
    while (begun++ < count) {
      const mail = next();
      const reply = await peer.send(mail.from, mail.to, mail.wire);
      if (reply.code !== 250) throw new Error(`${reply.code} ${reply.text}`);
    }
  };
  const from = performance.now();
  await Promise.all(peers.map(run));
  return (count * 1000) / (performance.now() - from);
}
