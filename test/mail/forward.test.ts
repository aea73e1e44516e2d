/** Forwarded mails, as programs announce them in their languages, with their parts. */
import { describe, expect, test } from 'vitest';
import { readForward } from '../../src/mail/forward.ts';
import { readPeople } from '../../src/mail/forward-people.ts';
import { readSubject } from '../../src/mail/forward-subjects.ts';

const BODY = 'The gate is painted.\n\nWhat do we owe you?';
const quoted = (text: string): string =>
  text
    .split('\n')
    .map((line) => `> ${line}`.trimEnd())
    .join('\n');
const IVO = { name: 'Ivo Brandt', address: 'ivo@brandt.example' };

describe('announced by the program', () => {
  test.each([
    [
      'Gmail',
      '---------- Forwarded message ---------\nFrom: Ivo Brandt <ivo@brandt.example>\nDate: Mon, Feb 2, 2026 at 9:05 AM\nSubject: The gate\nTo: <office@adler.example>\nCc: Lea <lea@brandt.example>',
    ],
    [
      'Gmail, Russian',
      '---------- Forwarded message ---------\nОт: Ivo Brandt <ivo@brandt.example>\nDate: пн, 2 февр. 2026 г. в 09:05\nSubject: The gate\nTo: <office@adler.example>\nCc: Lea <lea@brandt.example>',
    ],
    [
      'Thunderbird, Italian',
      '-------- Messaggio Inoltrato --------\nOggetto: \tThe gate\nData: \tMon, 2 Feb 2026 09:05:00 +0100\nMittente: \tIvo Brandt <ivo@brandt.example>\nA: \toffice@adler.example\nCC: \tLea <lea@brandt.example>',
    ],
    [
      'Thunderbird, Turkish',
      '-------- İletilen İleti --------\nKonu: \tThe gate\nTarih: \tMon, 2 Feb 2026 09:05:00 +0100\nKimden: \tIvo Brandt <ivo@brandt.example>\nKime: \toffice@adler.example\nCC: \tLea <lea@brandt.example>',
    ],
    [
      'mail.ru',
      '-------- Пересылаемое сообщение --------\nОт кого: Ivo Brandt <ivo@brandt.example>\nКому: office@adler.example\nКопия: Lea <lea@brandt.example>\nДата: Понедельник, 2 февраля 2026, 9:05 +03:00\nТема: The gate',
    ],
    [
      'Yahoo, run together',
      '   ----- Weitergeleitete Nachricht ----- Von: Ivo Brandt <ivo@brandt.example>An: "office@adler.example" <office@adler.example>CC: Lea <lea@brandt.example>Gesendet: Montag, 2. Februar 2026, 09:05:00 MEZBetreff: The gate',
    ],
  ])('%s', (_name, head) => {
    const forward = readForward(`Please pay.\n\n${head}\n\n${BODY}\n`, 'Fwd: The gate');
    expect(forward).toMatchObject({ text: 'Please pay.', from: IVO, subject: 'The gate', body: BODY });
    expect(forward!.to).toEqual([{ name: '', address: 'office@adler.example' }]);
    expect(forward!.cc).toEqual([{ name: 'Lea', address: 'lea@brandt.example' }]);
    expect(forward!.date).toMatch(/2026/);
  });

  test.each([
    [
      'eM Client, without colons',
      '------ Forwarded Message ------\nFrom "Ivo Brandt" <ivo@brandt.example>\nTo "Office" <office@adler.example>\nDate 2/2/2026 9:05:11 AM\nSubject The gate',
    ],
    [
      'Gmail, a writer in a language not in the table',
      '---------- Forwarded message ---------\nИлгээгч: Ivo Brandt <ivo@brandt.example>\nDate: 2026 оны 2-р сарын 2, Да 09:05\nSubject: The gate\nTo: Office <office@adler.example>',
    ],
    [
      'Zoho, which closes its fields',
      '============ Forwarded message ============\nFrom: Ivo Brandt <ivo@brandt.example>\nTo: "Office"<office@adler.example>\nDate: Mon, 02 Feb 2026 09:05:11 +0100\nSubject: The gate\n============ Forwarded message ============',
    ],
    [
      'NetEase, a table',
      '---- 转发的邮件 ----\n| 发件人 | Ivo Brandt<ivo@brandt.example> |\n| 日期 | 2026年02月02日 09:05 |\n| 收件人 | Office<office@adler.example> |\n| 抄送至 | |\n| 主题 | The gate |',
    ],
    [
      'Mutt, with a header of its own',
      '----- Forwarded message from Ivo Brandt <ivo@brandt.example> -----\n\nDate: Mon, 02 Feb 2026 09:05:11 +0100\nFrom: Ivo Brandt <ivo@brandt.example>\nTo: Office <office@adler.example>\nSubject: The gate\nUser-Agent: Mutt/2.2',
    ],
    [
      'The Bat!, a line without dashes',
      'This is a forwarded message\nFrom: Ivo Brandt <ivo@brandt.example>\nTo: Office <office@adler.example>\nDate: Monday, February 2, 2026, 9:05:11 AM\nSubject: The gate',
    ],
    [
      'Yandex, which lists people and subject',
      '---------- Пересылаемое сообщение ----------\nКому: Office (office@adler.example);\nТема: The gate;\n02.02.2026, 09:05, "Ivo Brandt" <ivo@brandt.example>:',
    ],
  ])('%s', (_name, head) => {
    const forward = readForward(`Please pay.\n\n${head}\n\n${BODY}\n`, 'Fwd: The gate');
    expect(forward).toMatchObject({ text: 'Please pay.', from: IVO, subject: 'The gate', body: BODY });
    expect(forward!.to).toEqual([{ name: 'Office', address: 'office@adler.example' }]);
  });

  test('Apple Mail quotes what it forwards', () => {
    const head =
      'From: "Ivo Brandt" <ivo@brandt.example>\nSubject: The gate\nDate: 2 February 2026 at 09:05:00 CET\nTo: office@adler.example\n';
    const text = `Please pay.\n\n${quoted(`Begin forwarded message:\n\n${head}\n${BODY}`)}\n`;
    expect(readForward(text, '')).toMatchObject({ text: 'Please pay.', from: IVO, subject: 'The gate', body: BODY });
  });

  test('Yandex announces with an attribution line, and closes', () => {
    const text = `-------- Пересылаемое сообщение --------\n02.02.2026, 09:05, "Ivo Brandt" <ivo@brandt.example>:\n\n${BODY}\n\n-------- Конец пересылаемого сообщения --------\n`;
    expect(readForward(text, 'Fwd: The gate')).toMatchObject({ text: '', from: IVO, subject: 'The gate', body: BODY });
  });
});

describe('told by the subject alone', () => {
  const block =
    'From: Ivo Brandt <ivo@brandt.example>\nSent: Monday, February 2, 2026 9:05\nTo: Office <office@adler.example>\nSubject: The gate';
  test.each([
    'FW: The gate',
    'WG: The gate',
    'TR : The gate',
    'Переслано: The gate',
    'Препр.: The gate',
    'Proslj: The gate',
    'Pārs: The gate',
    'Edasi: The gate',
    'הועבר: The gate',
    'إعادة توجيه: The gate',
    'Chuyển tiếp: The gate',
    'ENC: The gate',
    '转发：The gate',
    '',
  ])('%j forwards', (subject) => {
    expect(readForward(`Look.\n\n${block}\n\n${BODY}`, subject)).toMatchObject({
      text: 'Look.',
      from: IVO,
      body: BODY,
    });
  });
  test.each(['Re: The gate', 'AW: The gate', 'Our gate', 'RE: FW: The gate'])('%j does not', (subject) => {
    expect(readForward(`Look.\n\n${block}\n\n${BODY}`, subject)).toBeNull();
  });
  test('an attribution line forwards only then', () => {
    const text = `On 02/02/2026 09:05, "Ivo Brandt" <ivo@brandt.example> wrote:\n\n    ${BODY}`;
    expect(readForward(text, 'FW: The gate')).toMatchObject({ from: IVO, subject: 'The gate', body: BODY });
    expect(readForward(text, 'Re: The gate')).toBeNull();
    expect(readForward(text, '')).toBeNull();
  });
  test('«VS» is a forward in Danish and a reply in Finnish', () => {
    expect(readSubject('VS: Porten').kind).toBe('forward');
    expect(readSubject('VS: Portti', true).kind).toBe('reply');
  });
});

test('a reply and a mail of one’s own forward nothing', () => {
  expect(
    readForward(`Thanks.\n\nOn Mon, 2 Feb 2026 at 09:05, Ivo <ivo@brandt.example> wrote:\n${quoted(BODY)}`, ''),
  ).toBeNull();
  expect(readForward(BODY, 'FW: The gate')).toBeNull();
  expect(readForward('', 'FW:')).toBeNull();
});

test.each([
  [
    'Brandt, Ivo <ivo@brandt.example>, lea@brandt.example',
    [
      { name: 'Brandt, Ivo', address: 'ivo@brandt.example' },
      { name: '', address: 'lea@brandt.example' },
    ],
  ],
  ['Ivo Brandt<mailto:ivo@brandt.example> <ivo@brandt.example<mailto:ivo@brandt.example>> on behalf of Office', [IVO]],
  [
    'Ivo Brandt [mailto:ivo@brandt.example]; "lea@brandt.example" <Lea@brandt.example>',
    [IVO, { name: '', address: 'lea@brandt.example' }],
  ],
  [
    'Ivo Brandt; Lea',
    [
      { name: 'Ivo Brandt', address: '' },
      { name: 'Lea', address: '' },
    ],
  ],
  ['', []],
])('people of %j', (value, people) => {
  expect(readPeople(value)).toEqual(people);
});
