/** `postern inspect`: what a raw mail is, without a database or side effects. contract.md "Command line". */
import { promises as dns } from 'node:dns';
import { Trouble, toError } from '../base/trouble.ts';
import { type InspectAs, type InspectOptions, inspectMail } from '../mail/inspect.ts';
import { parseMail } from '../mail/parse.ts';
import type { SentLetter } from '../mail/reply.ts';
import { EXIT, type Io, readArguments, UsageError } from './command.ts';
import { listInputs, type MailInput } from './inspect-inputs.ts';

const OPTIONS = {
  as: { type: 'string' },
  'files-from': { type: 'string' },
  sent: { type: 'string' },
  auth: { type: 'boolean' },
  jsonl: { type: 'boolean' },
  json: { type: 'boolean' },
} as const;

/** Milliseconds that one mail may take, DNS included. */
const CAP = 20_000;
/** Mails in work at once: enough to wait for disk and DNS, few enough that memory stays small. */
const AT_ONCE = 4;

export async function run(argv: string[], io: Io): Promise<number> {
  const { values, positionals } = readArguments(argv, { options: OPTIONS, allowPositionals: true });
  const as = asOf(values.as);
  const options = await inspectOptions(values, io);
  const inputs = listInputs(positionals, values['files-from'], as, io);
  const printer = values.jsonl ? lines(io) : document(io);
  let seen = 0;
  let good = 0;
  for await (const answer of inOrder(inputs, (input) => answerFor(input, as, options))) {
    seen += 1;
    if (answer['error'] === null) good += 1;
    printer.print(answer);
  }
  printer.end();
  if (seen === 0)
    io.err('postern inspect: there was nothing to read. postern inspect --help tells how to name files.\n');
  return seen === 0 ? EXIT.noInput : good === 0 ? EXIT.data : EXIT.ok;
}

function asOf(value: string | undefined): InspectAs {
  if (value === undefined || value === 'eml') return 'eml';
  if (value === 'text' || value === 'html') return value;
  throw new UsageError(`--as is eml, text or html, not "${value}"`);
}

async function inspectOptions(
  values: { sent?: string | undefined; auth?: boolean | undefined },
  io: Io,
): Promise<InspectOptions> {
  return {
    ...(values.sent === undefined ? {} : { sent: await sentLetter(values.sent, io) }),
    ...(values.auth ? { prove: await prover() } : {}),
  };
}

/** Loaded only when it is asked for: it takes as long to load as thirty mails take to read. */
async function prover(): Promise<NonNullable<InspectOptions['prove']>> {
  const [{ proveFile }, { dnsLookup }] = await Promise.all([
    import('../mail/proof-file.ts'),
    import('../mail/proof-resolver.ts'),
  ]);
  const lookup = dnsLookup(new dns.Resolver({ timeout: 3000, tries: 2 }));
  return (raw, message) => proveFile(raw, message, lookup);
}

async function sentLetter(file: string, io: Io): Promise<SentLetter> {
  for await (const input of listInputs([file], undefined, 'html', io)) {
    if (input.bytes === null) throw new UsageError(`--sent ${file}: ${input.error}`);
    const { text, html } = await parseMail(input.bytes);
    return { text, html };
  }
  throw new UsageError(`--sent ${file}: there is no such file`);
}

type Answer = { readonly error: unknown } & Record<string, unknown>;

/** Never throws: what is wrong with one mail is its answer. */
async function answerFor(input: MailInput, as: InspectAs, options: InspectOptions): Promise<Answer> {
  if (input.bytes === null) return { file: input.name, error: input.error };
  const stop = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  try {
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(() => {
        stop.abort();
        reject(new Trouble('slow', `It took longer than ${CAP / 1000} seconds`));
      }, CAP);
    });
    return {
      ...(await Promise.race([
        inspectMail(input.bytes, as, { ...options, file: input.name, signal: stop.signal }),
        late,
      ])),
    };
  } catch (thrown) {
    return { file: input.name, error: toError(thrown).message };
  } finally {
    clearTimeout(timer);
  }
}

/** Works on a few at once and gives the answers in the order of the inputs. */
async function* inOrder<I, O>(inputs: AsyncIterable<I>, work: (input: I) => Promise<O>): AsyncGenerator<O> {
  const running: Promise<O>[] = [];
  for await (const input of inputs) {
    running.push(work(input));
    if (running.length >= AT_ONCE) yield await running.shift()!;
  }
  while (running.length > 0) yield await running.shift()!;
}

interface Printer {
  readonly print: (answer: Answer) => void;
  readonly end: () => void;
}

const lines = (io: Io): Printer => ({ print: (answer) => io.out(`${JSON.stringify(answer)}\n`), end: () => undefined });

/** One answer is printed as an object, several as an array. */
function document(io: Io): Printer {
  let held: Answer | null = null;
  let many = false;
  const show = (answer: Answer): string => JSON.stringify(answer, null, 2);
  return {
    print: (answer) => {
      if (held) {
        io.out(`${many ? ',\n' : '[\n'}${show(held)}`);
        many = true;
      }
      held = answer;
    },
    end: () => {
      if (held) io.out(many ? `,\n${show(held)}\n]\n` : `${show(held)}\n`);
    },
  };
}
