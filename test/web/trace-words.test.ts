/** Every decision has words in both languages, and every outcome that the house can write down is among them. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Trace } from '../../src/flow/trace.ts';
import { OUTCOMES, sayOutcome } from '../../src/web/outcome-words.ts';
import {
  CLUE_KINDS,
  CLUE_PLACES,
  CLUE_REFUSED,
  CLUE_RESULTS,
  FROMS,
  MAIL_KINDS,
  PROOFS,
  REMOVED_KINDS,
  readTrace,
  TIES,
} from '../../src/web/trace-shape.ts';
import { tellInText } from '../../src/web/trace-text.ts';
import { tellTrace } from '../../src/web/trace-words.ts';
import { speaker } from '../../src/web/words.ts';

const TRACE: Trace = {
  kind: 'person',
  clues: [
    { clue: 'reply-address', where: 'envelope', result: 'used', why: null, task: 12 },
    { clue: 'subject', where: 'subject', result: 'refused', why: 'not-in-task', task: null },
  ],
  proof: {
    verdict: 'proven',
    spf: 'pass',
    dkim: [
      { domain: 'client.example', result: 'pass', aligned: true },
      { domain: 'list.example', result: 'pass', aligned: false },
    ],
    dmarc: 'pass',
    arc: 'none',
    notes: ['A note'],
  },
  identity: { tie: 'own-token', from: 'this-person', verdict: 'speak-as-person', override: null },
  reply: {
    method: 'alignment+signature',
    confidence: 0.97,
    removed: [
      { kind: 'quote', characters: 1200 },
      { kind: 'signature', characters: 80 },
      { kind: 'quote', characters: 4 },
    ],
  },
  subjectChanged: false,
  repairs: ['charset-guessed'],
  took: { parse: 12.04, elsewhere: 3 },
};

const ru = { say: speaker('ru'), language: 'ru' as const };
const en = { say: speaker('en'), language: 'en' as const };
const linesOf = (trace: Trace, reader: typeof ru | typeof en) =>
  tellTrace(trace, reader).chapters.flatMap(({ lines }) => lines);

describe('the trace in words', () => {
  it('says what an administrator wants to know, in Russian', () => {
    expect(linesOf(TRACE, ru)).toEqual([
      'Его написал человек.',
      'Адрес для ответа в конверте: подписано нами, задача №\u00a012 → выбрано',
      'Тема: отправитель не участвует в задаче → отклонено',
      'Отправитель подтверждён: его домен ручается за это письмо.',
      'Проверки: SPF pass, DKIM pass (d=client.example), DKIM pass (d=list.example, чужой домен), DMARC pass',
      'Ответ на письмо, посланное одному человеку, с адреса этого же человека, подтверждён → комментарий этого человека',
      'Из комментария убрано (хранится в свёрнутом виде): цитата, 1\u00a0204 знака; подпись, 80 знаков.',
      'Свои слова найдены так: сверка с отправленным письмом (уверенность 97\u00a0%).',
    ]);
    expect(tellTrace(TRACE, ru).technical).toEqual([
      'A note',
      'Исправлено при чтении: charset-guessed',
      'Миллисекунды: чтение 12, elsewhere 3',
    ]);
  });

  it('says what a person decided, and that what was folded is not cut', () => {
    const identity = { ...TRACE.identity!, override: 'trust', verdict: 'speak-as-known' };
    const reply = { ...TRACE.reply, confidence: 0.3 };
    const lines = linesOf({ ...TRACE, identity, reply, clues: [], subjectChanged: true }, en);
    expect(lines).toContain('A person decided: accept and trust the address.');
    expect(lines.join('\n')).toContain('a person vouched for it → a comment by the sender');
    expect(lines).toContain('Nothing tied it to a task that is there.');
    expect(lines.join('\n')).toMatch(/nothing was taken out, only folded: quote, 1,204 characters/);
    expect(lines.at(-1)).toContain('perhaps it is a new matter');
  });

  it('has words for every name of every closed list, in both languages', () => {
    const each = <T>(all: readonly T[], make: (one: T) => Trace) => all.map(make);
    const traces = [
      ...each(MAIL_KINDS, (kind) => ({ ...TRACE, kind })),
      ...each(CLUE_KINDS, (clue) => ({ ...TRACE, clues: [{ ...TRACE.clues[0]!, clue }] })),
      ...each(CLUE_PLACES, (where) => ({ ...TRACE, clues: [{ ...TRACE.clues[0]!, where }] })),
      ...each(CLUE_RESULTS, (result) => ({ ...TRACE, clues: [{ ...TRACE.clues[0]!, result }] })),
      ...each(CLUE_REFUSED, (why) => ({ ...TRACE, clues: [{ ...TRACE.clues[1]!, why }] })),
      ...each(PROOFS, (verdict) => ({ ...TRACE, proof: { ...TRACE.proof, verdict } })),
      ...TIES.flatMap((tie) => each(FROMS, (from) => ({ ...TRACE, identity: { ...TRACE.identity!, tie, from } }))),
      ...each(REMOVED_KINDS, (kind) => ({ ...TRACE, reply: { ...TRACE.reply, removed: [{ kind, characters: 1 }] } })),
    ];
    for (const trace of traces) {
      expect(readTrace(JSON.parse(JSON.stringify(trace)))).toEqual(trace);
      for (const reader of [ru, en]) expect(linesOf(trace, reader).join()).not.toMatch(/[{}]|undefined/);
    }
  });

  it('is nothing when what is stored is no trace', () => {
    for (const stored of [null, {}, 'x', { ...TRACE, clues: [{ clue: 'hunch' }] }, { tie: 'weak', proof: {} }])
      expect(readTrace(stored)).toBeNull();
  });

  it('is plain text for a terminal', () => {
    const decided = {
      account: 'acme',
      state: 'held',
      outcome: 'stranger',
      reason: 'Why, in English',
      task: 12,
    } as const;
    const text = tellInText({ ...decided, trace: TRACE }, 'ru');
    expect(text).toMatch(
      /^Итог: задержано — отправитель здесь неизвестен\nЗадача: №\u00a012\nАккаунт: acme\n\nЧто это за письмо\n {2}Его/,
    );
    expect(text).toContain('\n  Why, in English\n');
    expect(tellInText({ ...decided, account: null, task: null, trace: null }, 'en')).toContain(
      'Nothing more is written down',
    );
  });
});

describe('outcomes', () => {
  it('are told in both languages; one that nobody knows yet as it was written down', () => {
    for (const outcome of OUTCOMES)
      expect(sayOutcome({ outcome, reason: '' }, ru)).not.toBe(sayOutcome({ outcome, reason: '' }, en));
    expect(sayOutcome({ outcome: 'empty-comment', reason: 'x' }, ru)).toContain('Напишите что-нибудь');
    expect(sayOutcome({ outcome: 'eaten', reason: 'A dog ate it' }, ru)).toBe('A dog ate it');
    expect(sayOutcome({ outcome: null, reason: '' }, ru)).toBe('');
  });

  it('include every one that the hallway and the readers write', () => {
    const written = ['src/flow', 'src/mail', 'src/people']
      .flatMap((folder) => readdirSync(folder).map((name) => readFileSync(join(folder, name), 'utf8')))
      .flatMap((source) => [
        ...source.matchAll(/\boutcome: '([a-z-]+)'/g),
        ...source.matchAll(/\bignored\([^)']*?'([a-z-]+)'/g),
        ...source.matchAll(/\bpark\([^)']*?'([a-z-]+)'/g),
        ...source.matchAll(/\bhold\('([a-z-]+)'/g),
        ...source.matchAll(/new Trouble\(\s*'([a-z-]+)'[^;]*permanent: true/g),
      ])
      .map((found) => found[1]!);
    expect(written.length).toBeGreaterThan(15);
    expect([...new Set(written)].filter((code) => !(OUTCOMES as readonly string[]).includes(code))).toEqual([]);
  });
});
