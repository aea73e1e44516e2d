/** Worlds to look at: an ordinary conversation, an empty one, a very long one. */
import type { InboxPage } from '../../src/web/inbox-ports.ts';
import { account, ann, anna, boris, id, mailOrigin, max, NOW, olga, type Said, World } from './world.ts';

const HOUR = 3_600_000;

export const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);

export function ordinary(): World {
  const world = new World();
  const english = world.task(
    'Offer for the new warehouse roof',
    [
      [ann, 'assigner'],
      [anna, 'assignee'],
      [max, 'participant'],
    ],
    [
      {
        by: ann,
        to: [anna],
        at: NOW - 75 * HOUR,
        text: 'Good morning Anna',
        html: '<p>Good morning Anna,</p><p>thank you for the visit on Monday. I have put together the offer for the roof: two variants, with and without the <b>extra insulation</b>. Both are attached, and the difference in price pays for itself in about six winters.</p><p>Could you tell us by Friday which one you prefer?</p><p>Ann</p>',
        files: [
          { name: 'Offer A – standard.pdf', size: 248_330 },
          { name: 'Offer B – insulated.pdf', size: 1_312_008 },
        ],
      },
      {
        by: anna,
        at: NOW - 50 * HOUR,
        text: 'Dear Ann, B looks right to us.',
        html: '<p>Dear Ann,</p><p>B looks right to us. Two questions before I sign:</p><ol><li>Does the price include taking down the old sheets?</li><li>Can you start before the 10th?</li></ol>',
        more: {
          source: 'mail',
          proof: 'mail-proven',
          origin: mailOrigin([
            {
              kind: 'quote',
              text: 'On Thu, 19 Nov 2026 at 11:30, Ann Lee (Acme & Sons) wrote:\n> Good morning Anna,\n> thank you for the visit on Monday.',
            },
          ]),
        },
      },
      { by: max, text: 'CANARY-INTERNAL she is in a hurry, we can ask more', to: [ann], at: NOW - 49 * HOUR },
      { by: olga, text: 'CANARY-HIDDEN margin is 31 %', hidden: true, audience: [ann], at: NOW - 48 * HOUR },
      {
        by: max,
        to: [anna],
        at: NOW - 26 * HOUR,
        text: 'Yes to both.',
        html: '<p>Hello Anna, yes to both: taking down is included, and we could begin on the 7th. Our foreman would come on the 6th to look at the scaffolding. Details are on <a href="https://acme.example/roofs">our page</a>.</p>',
      },
      {
        by: anna,
        at: NOW - 2 * HOUR,
        text: 'Perfect.',
        html: '<p>Perfect. The signed copy is attached, and a photo of the north side, where the gutter is loose.</p>',
        files: [
          { name: 'signed.pdf', size: 801_000 },
          { name: 'north side.png', type: 'image/png', size: PNG.length },
        ],
        more: { source: 'dashboard', proof: 'link' },
      },
    ],
    { descriptionText: 'CANARY-DESCRIPTION', descriptionHtml: '<p>CANARY-DESCRIPTION</p>' },
  );
  const own = english.comments.at(-1)!;
  world.bytes.set(own.files[1]!.id, PNG);
  const told = {
    person: { id: ann.id, kind: 'employee' as const, name: 'Ann Lee', isCompany: false },
    state: 'sent' as const,
    at: NOW,
    held: false,
    until: null,
    reason: null,
    readAt: null,
  };
  world.sent.set(own.id, [told, { ...told, person: { ...told.person, id: max.id, name: 'Max Orlov' } }]);
  world.task(
    'Поставка фильтров для второй очереди',
    [
      [max, 'assigner'],
      [boris, 'assigner'],
      [ann, 'assignee'],
    ],
    [
      {
        by: max,
        to: [boris],
        at: NOW - 75 * HOUR,
        text: 'Борис, добрый день!',
        html: '<p>Борис, добрый день.</p><p>Фильтры для второй очереди готовы к отгрузке. Осталось согласовать день: машина может приехать в четверг или в пятницу. Накладная во вложении.</p><p>Максим</p>',
        files: [{ name: 'Накладная № 118.xlsx', size: 45_120 }],
      },
      {
        by: boris,
        at: NOW - 28 * HOUR,
        text: 'Лучше в четверг.',
        html: '<p>Максим, лучше в четверг, до обеда: после двух склад закрывается.</p>',
        more: {
          source: 'mail',
          proof: 'mail-proven',
          origin: mailOrigin([
            { kind: 'signature', text: '-- \nБорис Ветров\nООО «Клиент»' },
            { kind: 'quote', text: '20.11.2026 14:30, Максим Орлов пишет:\n> Борис, добрый день.' },
          ]),
        },
      },
      {
        by: max,
        to: [boris],
        at: NOW - 3 * HOUR,
        text: 'Договорились',
        html: '<p>Договорились: четверг, 11:00. Водителя зовут Сергей, он позвонит за час.</p>',
      },
    ],
    {
      descriptionText: 'Просим поставить 40 фильтров.',
      descriptionHtml: '<p>Просим поставить 40 фильтров ФТ-7 для второй очереди.</p>',
      source: 'mail',
    },
  );
  world.task(
    'Leaking tap in the office kitchen',
    [
      [ann, 'assigner'],
      [anna, 'participant'],
    ],
    [{ by: ann, to: [anna], text: 'Fixed.', at: NOW - 400 * HOUR }],
    { status: 'COMPLETED' },
  );
  world.task(
    'Yearly inspection 2025',
    [
      [ann, 'assigner'],
      [anna, 'participant'],
    ],
    [{ by: ann, to: [anna], text: 'Done.', at: NOW - 9000 * HOUR }],
    { status: 'COMPLETED' },
  );
  return fillAdmin(world);
}

export function long(): World {
  const world = new World();
  const said: Said[] = Array.from({ length: 200 }, (_, i) => {
    const by = i % 3 === 0 ? ann : i % 3 === 1 ? anna : max;
    return {
      by,
      to: [anna],
      at: NOW - (200 - i) * 7 * HOUR,
      text: `Message ${i + 1}`,
      html: `<p>Message ${i + 1}: ${'some more words about the roof and the weather. '.repeat((i % 5) + 1)}</p>`,
    };
  });
  said[198] = {
    by: anna,
    at: NOW - HOUR,
    text: 'w',
    html: `<p>${'Donaudampfschifffahrtsgesellschaftskapitaenskajuetenschluessel'.slice(0, 60)} is one word.</p><table><tr>${'<td>column of a wide table</td>'.repeat(9)}</tr></table>`,
    files: [{ name: `${'a-very-long-file-name-'.repeat(8)}.pdf`, size: 5_000_000 }],
  };
  world.task(
    'A title of three hundred characters that somebody pasted from the subject of a forwarded letter, '
      .repeat(3)
      .slice(0, 300),
    [
      [ann, 'assigner'],
      [anna, 'assignee'],
      [max, 'participant'],
    ],
    said,
    { status: 'COMPLETED' },
  );
  for (let i = 0; i < 40; i++)
    world.task(
      i % 7 === 0 ? 'x'.repeat(60) : `Matter number ${i} about roofs and gutters`,
      [
        [ann, 'assigner'],
        [anna, 'participant'],
      ],
      [{ by: ann, to: [anna], text: 'Hello', at: NOW - i * 31 * HOUR }],
    );
  return world;
}

export function empty(): World {
  const world = new World();
  world.task(
    'Repair of the gate',
    [
      [anna, 'assigner'],
      [ann, 'assignee'],
    ],
    [],
    {
      source: 'mail',
      descriptionText: 'The gate does not close.',
      descriptionHtml: '<p>The gate does not close any more. Could somebody have a look?</p>',
    },
  );
  return world;
}

function fillAdmin(world: World): World {
  const letter = {
    id: id<string>(),
    kind: 'N2',
    at: NOW - 2 * HOUR,
    to: ['Anna Kim <anna@client.example>'],
    subject: 'Offer for the new warehouse roof',
    taskNumber: 1,
    headers: [
      ['From', `"Ann Lee (${account.title})" <reply+•••@mail.acme.example>`],
      ['Message-ID', '<•••@mail.acme.example>'],
    ] as [string, string][],
    text: 'Good morning Anna,\n\nhttps://acme.example/d/•••',
    html: '<div style="font-family:sans-serif;color:#16191d"><p>Good morning Anna,</p><p><a href="#">Full conversation history</a></p></div>',
    attempts: 1,
    nextTryAt: null,
    held: false,
    sentAt: NOW - 2 * HOUR,
    diagnostic: '250 2.0.0 Ok: queued',
    files: [],
    reason: null,
    raw: 'Subject: Roof\n\nGood morning Anna,',
    templateFault: null,
  };
  world.letters.push(
    { ...letter, state: 'sent' },
    {
      ...letter,
      id: id<string>(),
      state: 'bounced',
      to: ['Eve Stone <eve@other.example>'],
      reason: 'userunknown',
      diagnostic: '550 5.1.1 User unknown',
      at: NOW - 30 * HOUR,
    },
    { ...letter, id: id<string>(), state: 'deferred', at: NOW - 60 * HOUR, sentAt: null, nextTryAt: NOW + HOUR },
  );
  const mail: InboxPage = {
    id: id<string>(),
    at: NOW - HOUR,
    from: 'Anna Kim <anna@client.example>',
    subject: 'Re: Offer for the new warehouse roof',
    state: 'delivered',
    outcome: 'comment',
    reason: '',
    taskNumber: 1,
    envelopeFrom: 'anna@client.example',
    envelopeTo: ['reply+•••@mail.acme.example'],
    messageId: 'abc@client.example',
    size: 18_220,
    protocol: 'smtp',
    commentNumber: 2,
    duplicateOf: null,
    decidedBy: null,
    trace: {
      kind: 'person',
      clues: [
        { clue: 'reply-address', where: 'envelope', result: 'used', why: null, task: 1 },
        { clue: 'message-id', where: 'references', result: 'agrees', why: null, task: 1 },
        { clue: 'mark', where: 'body', result: 'refused', why: 'forged', task: null },
        { clue: 'subject', where: 'subject', result: 'outvoted', why: null, task: 4 },
      ],
      proof: {
        verdict: 'proven',
        spf: 'pass',
        dkim: [{ domain: 'client.example', result: 'pass', aligned: true }],
        dmarc: 'pass',
        arc: 'none',
        notes: [],
      },
      identity: { tie: 'own-token', from: 'this-person', verdict: 'speak-as-person', override: null },
      reply: {
        method: 'alignment+signature',
        confidence: 0.97,
        removed: [
          { kind: 'quote', characters: 1204 },
          { kind: 'signature', characters: 81 },
        ],
      },
      subjectChanged: false,
      repairs: ['charset guessed: windows-1251'],
      took: { parse: 4.2, reply: 1.1, proof: 12 },
    },
  };
  const held: InboxPage = {
    ...mail,
    id: id<string>(),
    at: NOW - 76 * HOUR,
    state: 'held',
    outcome: 'sender-not-proven',
    reason: 'The sender could not be proven',
    taskNumber: null,
    commentNumber: null,
    from: 'someone@else.example',
    subject: 'Invoice',
    trace: {
      ...mail.trace!,
      clues: [{ clue: 'subject', where: 'subject', result: 'refused', why: 'not-in-task', task: 4 }],
      proof: { ...mail.trace!.proof, verdict: 'unproven', spf: 'none', dkim: [], dmarc: 'none' },
      identity: { tie: 'own-token', from: 'unknown', verdict: 'hold', override: null },
    },
  };
  world.mails.push(
    mail,
    held,
    {
      ...held,
      id: id<string>(),
      at: NOW - 20 * 60_000,
      outcome: 'sender-failed-authentication',
      subject: 'Re: Filters',
      taskNumber: 2,
    },
    {
      ...mail,
      id: id<string>(),
      at: NOW - 30 * HOUR,
      state: 'ignored',
      outcome: 'out-of-office',
      decidedBy: 'Olga Petrova',
      subject: 'Out of office',
      taskNumber: null,
    },
    {
      ...mail,
      id: id<string>(),
      at: NOW - 50 * HOUR,
      state: 'parked',
      outcome: 'unreadable',
      reason: 'It has more than a thousand parts',
      subject: '',
      from: '',
      trace: null,
      taskNumber: null,
    },
  );
  world.look = {
    text: 'Dear Ann,\n\nB looks right to us. Two questions before I sign.\n\nAnna',
    html: '<p>Dear Ann,</p><p>B looks right to us.</p>',
    headers: [
      ['from', 'Anna Kim <anna@client.example>'],
      ['subject', 'Re: Offer for the new warehouse roof'],
    ],
    files: [{ name: 'signed.pdf', type: 'application/pdf', size: 248_330 }],
  };
  return world;
}
