/** Load, kill -9, start again, so many times; then what the store and the relay say. Used by the test and by `npm run torture`. */
import { setTimeout as sleep } from 'node:timers/promises';
import { plainReply } from '../../scripts/bench/mails.ts';
import { countBy, type Findings, findings, settled } from './ledger.ts';
import { openScene } from './scene.ts';
import { startSender } from './sender.ts';

export interface KillOptions {
  readonly database: string;
  readonly cycles: number;
  readonly preload?: string;
  /** Told after each cycle; for long runs. */
  readonly tell?: (cycle: number, promised: number, readyAfter: number) => void;
}

export interface KillReport extends Findings {
  readonly cycles: number;
  readonly promised: number;
  /** Milliseconds from each start to ready. */
  readonly readyAfter: number[];
  /** Letters that stand as sent and never came to the relay. */
  readonly lettersLost: string[];
  /** Deliveries beyond the first. */
  readonly lettersAgain: number;
  /** Message-IDs under which two different letters came. */
  readonly lettersChanged: string[];
}

/** Connections of the load; and the least and most milliseconds that it runs before the kill. */
const CONNECTIONS = 8;
const RUNS = [150, 900] as const;
/**
 * Two hundred mails a second at the most: more than are read in that time, so that every kill finds a queue, and few enough that
 * the last look need not wait minutes for it. A gateway that promises too early would take thousands.
 */
const BETWEEN = 40;

export async function killUnderLoad(options: KillOptions): Promise<KillReport> {
  const scene = await openScene(options);
  try {
    let number = 0;
    const { conversations } = scene.world;
    const sender = startSender({
      port: () => scene.running().smtpPort,
      connections: CONNECTIONS,
      between: BETWEEN,
      next: () => plainReply(conversations[number % conversations.length]!, `mark${++number}`),
    });
    const readyAfter: number[] = [];
    for (let cycle = 1; cycle <= options.cycles; cycle++) {
      const before = sender.promised.size;
      await sleep(RUNS[0] + Math.random() * (RUNS[1] - RUNS[0]));
      // A kill before the first mail of a cycle shows nothing.
      const patience = Date.now() + 10_000;
      while (sender.promised.size < before + CONNECTIONS && Date.now() < patience) await sleep(5);
      readyAfter.push(await scene.restart('kill'));
      options.tell?.(cycle, sender.promised.size, readyAfter.at(-1)!);
    }
    // What an unsafe gateway never answers is not what is asked about.
    if (options.preload) sender.giveUp();
    else await sender.finish(60_000);
    const found = await scene.inspect(async (gw) => {
      // What an unsafe gateway has lost is lost already, and what it left half written need not come to an end.
      if (!options.preload) await settled(gw, 120_000);
      const sent: { id: string }[] = await gw.db.read('letters').where({ state: 'sent' }).select('id');
      return { ...(await findings(gw, sender.promised)), sent: sent.map((row) => row.id) };
    });
    const { sent, ...rest } = found;
    return {
      ...rest,
      cycles: options.cycles,
      promised: sender.promised.size,
      readyAfter,
      ...letters(sent.length, scene.sink.kept),
    };
  } finally {
    await scene.close();
  }
}

/** One Message-ID a letter, and one letter a Message-ID. */
function letters(sent: number, raws: readonly string[]) {
  const ids = raws.map((raw) => /^Message-ID:\s*(<[^>]+>)/im.exec(raw)?.[1] ?? '');
  const counts = countBy(ids);
  const bodies = new Map<string, Set<string>>();
  raws.forEach((raw, at) => {
    const to = /^To:\s*(.*)$/im.exec(raw)?.[1] ?? '';
    bodies.set(ids[at]!, (bodies.get(ids[at]!) ?? new Set()).add(to));
  });
  return {
    lettersLost: counts.size < sent ? [`${sent} were sent, ${counts.size} came`] : [],
    lettersAgain: raws.length - counts.size,
    lettersChanged: [...bodies].filter(([, all]) => all.size > 1).map(([id]) => id),
  };
}
