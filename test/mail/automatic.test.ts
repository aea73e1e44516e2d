import { describe, expect, test } from 'vitest';
import { HOP_HEADER } from '../../src/base/token.ts';
import { readAutomatic } from '../../src/mail/automatic.ts';
import { readBounce } from '../../src/mail/bounce.ts';
import { readComplaint } from '../../src/mail/complaint.ts';
import { kindOf } from '../../src/mail/kind.ts';
import { parseMail } from '../../src/mail/parse.ts';
import { mail, text } from '../support/mime.ts';

type Headers = Record<string, string | string[] | null>;
const read = async (headers: Headers, body = 'Some words', envelopeFrom?: string, own?: string) =>
  readAutomatic(await parseMail(mail(headers, text(body))), envelopeFrom, own);

const utf8 = (words: string): string => `=?utf-8?B?${Buffer.from(words).toString('base64')}?=`;

const PERSON = { autoReply: false, outOfOffice: false, list: false, mayAnswer: true };

describe('a person', () => {
  test.each<[string, Headers, boolean?]>([
    ['nothing said', {}],
    ['Auto-Submitted: no', { 'Auto-Submitted': 'no' }],
    ['no, with a comment', { 'Auto-Submitted': 'no (really)' }],
    ['an unsubscribe link alone', { 'List-Unsubscribe': '<https://news.example/u>' }],
    ['an answer to an automatic reply', { Subject: 'Re: Automatic reply: our roof' }],
    ['a rule of Exchange that passes mail on', { 'X-MS-Exchange-Inbox-Rules-Loop': 'anna@client.example' }],
    ['a header that says that it is none', { 'X-Autoreply': 'no' }],
    ['who will be away and says so', { Subject: 'I am out of office tomorrow' }],
    ['who is away from Monday', { Subject: 'Out of office from Monday, please ring Vera' }],
    ['who names the days', { Subject: 'Out of office: 3-7 November' }],
    ['who writes about a responder', { Subject: 'Automatic reply does not work any more' }],
    ['who plans a holiday', { Subject: 'Vacation: who goes when?' }],
    ['who answers «out of office»', { Subject: 'Re: Out of office: Fence', 'In-Reply-To': '<a@b.example>' }],
    ['in Russian', { Subject: utf8('Отпуск Анны в ноябре') }],
    ['whose answering machine broke', { Subject: utf8('Автоответчик не работает') }],
    ['in German', { Subject: utf8('Abwesend am Freitag, bitte später liefern') }],
    ['news from nobody', { From: 'no-reply@shop.example', Subject: 'Your ticket for Friday' }, false],
  ])('%s', async (_name, headers, mayAnswer = true) => expect(await read(headers)).toEqual({ ...PERSON, mayAnswer }));

  test('Auto-Submitted: no beats a subject that looks automatic', async () => {
    expect((await read({ 'Auto-Submitted': 'no', Subject: 'Out of office keys' })).autoReply).toBe(false);
  });
});

describe('a machine', () => {
  test.each<[string, Headers]>([
    ['auto-replied', { 'Auto-Submitted': 'auto-replied' }],
    ['in any case, with a comment', { 'auto-submitted': 'Auto-Generated (rule 7)' }],
    ['a responder header', { 'X-Autoreply': 'yes' }],
    ['Precedence of an old responder', { Precedence: 'auto_reply' }],
    ['a subject in German', { Subject: 'Automatische Antwort: Dach' }],
    ['a subject in Russian', { Subject: '=?utf-8?B?0JDQstGC0L7QvtGC0LLQtdGCOiDQmtGA0YvRiNCw?=' }],
  ])('%s', async (_name, headers) => expect(await read(headers)).toMatchObject({ autoReply: true, mayAnswer: false }));

  test.each([
    'Automatic reply: Fence',
    'Autoreply Re: Fence',
    '[Auto-Reply] Fence',
    'Автоответ: Забор',
    'Автоматический ответ: Забор',
    'Автовідповідь: Паркан',
    'Automatische Antwort: Zaun',
    'Abwesenheitsnotiz: Zaun',
    'Réponse automatique : Clôture',
    'Respuesta automática: Valla',
    'Risposta automatica: Recinto',
    'Resposta automática: Cerca',
    'Automatisch antwoord: Hek',
    'Odpowiedź automatyczna: Płot',
    'Automatiskt svar: Staket',
    'Automatisk svar: Hegn',
    'Automaattinen vastaus: Aita',
    'Automatická odpověď: Plot',
    'Automatikus válasz: Kerítés',
    'Otomatik yanıt: Çit',
    'Răspuns automat: Gard',
    'Αυτόματη απάντηση: Φράχτης',
    '自动回复: 篱笆',
    '自動返信：フェンス',
    '자동 회신: 울타리',
  ])('a program that marks nothing: «%s»', async (subject) =>
    expect(await read({ Subject: utf8(subject) })).toMatchObject({ autoReply: true, mayAnswer: false }),
  );

  test.each<[string, Headers, string]>([
    [
      'an absence before the subject that it answers',
      { Subject: 'Out of Office: Fence', 'In-Reply-To': '<a@b.example>' },
      '.',
    ],
    [
      'the same without a thread, in its words',
      { Subject: 'Out of Office: Fence' },
      'I am on annual leave until Monday.',
    ],
    ['a keyword that no standard has', { 'Auto-Submitted': 'vacation' }, '.'],
    [
      'a help desk',
      { From: 'noreply@desk.example', Subject: 'Re: Fence', 'In-Reply-To': '<a@b.example>' },
      'Your request has been received.',
    ],
    ['a challenge', { Subject: 'Your email requires verification verify#1234' }, 'Answer to have it delivered.'],
    ['an autoresponder by its name', { 'X-Mailer': 'Autoresponder 2.1' }, '.'],
  ])('%s', async (_name, headers, body) =>
    expect(await read(headers, body)).toMatchObject({ autoReply: true, mayAnswer: false }),
  );

  test.each([
    ['Croatian', 'Automatski odgovor: Krov', 'Na godišnjem odmoru sam do 9. veljače.'],
    ['Slovenian', 'Samodejni odgovor: Streha', 'Do ponedeljka sem na dopustu.'],
    ['Lithuanian', 'Automatinis atsakymas: Stogas', 'Iki pirmadienio atostogauju.'],
    ['Latvian', 'Automātiska atbilde: Jumts', 'Esmu atvaļinājumā.'],
    ['Estonian', 'Automaatvastus: Katus', 'Olen puhkusel.'],
    ['Vietnamese', 'Trả lời tự động: Mái nhà', 'Tôi đang nghỉ phép.'],
    ['Indonesian', 'Balasan otomatis: Atap', 'Saya sedang cuti.'],
    ['Thai', 'ตอบกลับอัตโนมัติ: หลังคา', 'ลาพักร้อน'],
    ['Hebrew', 'תשובה אוטומטית: גג', 'אני בחופשה'],
    ['Bulgarian', 'Автоматичен отговор: Покрив', 'В отпуск съм.'],
  ])('is out of office, told by the subject alone: %s', async (_name, subject, body) =>
    expect(await read({ Subject: utf8(subject) }, body)).toMatchObject({ autoReply: true, outOfOffice: true }),
  );

  test.each<[string, Headers, string]>([
    ['says so in the text', { 'Auto-Submitted': 'auto-replied' }, 'Я в отпуске до 1 сентября'],
    ['speaks for its owner', { 'Auto-Submitted': 'auto-replied; owner-email="anna@client.example"' }, '.'],
    ['Exchange', { 'X-Auto-Response-Suppress': 'All', 'X-MS-Exchange-Inbox-Rules-Loop': 'anna@client.example' }, '.'],
    ['Gmail', { 'Auto-Submitted': 'auto-replied', Subject: 'vacation: roof' }, '.'],
  ])('is out of office: %s', async (_name, headers, body) =>
    expect(await read(headers, body)).toMatchObject({ outOfOffice: true }),
  );

  test('an acknowledgement is automatic, and nobody is away', async () => {
    expect(await read({ 'Auto-Submitted': 'auto-replied' }, 'We received your request 4711')).toMatchObject({
      autoReply: true,
      outOfOffice: false,
    });
  });
});

describe('may not be answered, though a person may have written it', () => {
  test.each<[string, Headers, string | undefined]>([
    ['passed on automatically', { 'Auto-Submitted': 'auto-forwarded' }, undefined],
    ['bulk', { Precedence: 'bulk' }, undefined],
    ['asks for no answers', { 'X-Auto-Response-Suppress': 'DR, OOF, AutoReply' }, undefined],
    ['null sender in the envelope', {}, ''],
    ['null sender in the trace', { 'Return-Path': '<>' }, undefined],
    ['an address behind which nobody reads', { From: 'no-reply@client.example' }, undefined],
    ['no From', { From: null }, undefined],
    ['a loop header', { 'X-Loop': 'desk@other.example' }, undefined],
  ])('%s', async (_name, headers, from) =>
    expect(await read(headers, '.', from)).toMatchObject({ autoReply: false, mayAnswer: false }),
  );

  test('our own Message-ID, and only our own', async () => {
    expect((await read({ 'Message-ID': '<1@postern.example>' }, '.', undefined, 'postern.example')).mayAnswer).toBe(
      false,
    );
    expect((await read({ 'Message-ID': '<1@not.postern.example>' }, '.', undefined, 'postern.example')).mayAnswer).toBe(
      true,
    );
  });

  test.each<[string, Headers]>([
    ['List-Id', { 'List-Id': '<roofs.list.example>' }],
    ['List-Post', { 'List-Post': '<mailto:roofs@list.example>' }],
    ['Precedence: list', { Precedence: 'list' }],
  ])('%s makes a list', async (_name, headers) =>
    expect(await read(headers)).toMatchObject({ list: true, mayAnswer: false }),
  );
});

describe('kind', () => {
  const kind = async (headers: Headers, hops: readonly string[] = []) => {
    const message = await parseMail(mail(headers, text('.')));
    return kindOf(
      message,
      { automatic: readAutomatic(message), bounce: readBounce(message), complaint: readComplaint(message) },
      hops,
    );
  };

  test('own mail by our hop value, not by anybody else’s', async () => {
    expect(await kind({ [HOP_HEADER]: 'gate-1' }, ['gate-0', 'gate-1'])).toBe('own');
    expect(await kind({ [HOP_HEADER]: 'gate-2' }, ['gate-1'])).toBe('person');
    expect(await kind({ [HOP_HEADER]: 'gate-1' })).toBe('person');
  });

  test('a mail that was handed on a hundred times goes round', async () => {
    expect(await kind({ Received: Array.from({ length: 101 }, (_, i) => `from h${i}.example`) })).toBe('own');
  });

  test('a responder on a list is a responder', async () => {
    expect(await kind({ 'List-Id': '<l.example>', 'Auto-Submitted': 'auto-replied' })).toBe('auto-reply');
    expect(await kind({ 'List-Id': '<l.example>' })).toBe('list');
  });
});
