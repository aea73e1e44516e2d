/** Without the letter to compare: what announces a quote in each language and program, and what only looks as if it did. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { FOLD_BELOW, type Reply, reassemble } from '../../src/mail/reply.ts';
import { readReply } from '../../src/mail/reply-read.ts';

const OWN = 'Tuesday suits us, please bring the samples.';
const read = (text: string): Reply => {
  const reply = readReply({ text, html: null, textFromHtml: false });
  expect(reassemble(reply)).toBe(text);
  return reply;
};
const page = (html: string, text: string): Reply => readReply({ text, html, textFromHtml: true });

describe('attribution lines', () => {
  test.each([
    ['English', 'On Mon, 2 Feb 2026 at 09:05, Ivo Brandt <ivo@brandt.example> wrote:'],
    ['English, wrapped', 'On Mon, Feb 2, 2026 at 9:05 AM Ivo Brandt from the Workshop\n<ivo@brandt.example>\nwrote:'],
    [
      'English, an address broken at its end',
      'On Mon, Feb 2, 2026 at 9:05 AM Ivo Brandt <ivo@brandt.example\n> wrote:',
    ],
    ['English, no colon', '---- On Mon, 02 Feb 2026 09:05:11 +0100 ivo@brandt.example wrote ----'],
    ['German, no colon', '---- Am Mo, 02 Feb 2026 09:05:11 +0100 schrieb Ivo Brandt <ivo@brandt.example> ----'],
    ['Russian', '2 февраля 2026 г., 09:05, Иво Брандт <ivo@brandt.example> написал(а):'],
    ['mail.ru', 'Понедельник, 2 февраля 2026, 9:05 +03:00 от Ivo Brandt <ivo@brandt.example>:'],
    ['Ukrainian', '2 лютого 2026 р. о 09:05 Ivo Brandt <ivo@brandt.example> написав:'],
    ['German', 'Am 02.02.2026 um 09:05 schrieb Ivo Brandt:'],
    ['French', 'Le lun. 2 févr. 2026 à 09:05, Ivo Brandt <ivo@brandt.example>\na écrit :'],
    ['Spanish', 'El lun, 2 feb 2026 a las 9:05, Ivo Brandt (ivo@brandt.example) escribió:'],
    ['Italian', 'Il giorno 2 feb 2026, alle ore 09:05, Ivo Brandt <ivo@brandt.example> ha scritto:'],
    ['Portuguese', 'Em seg., 2 de fev. de 2026 às 09:05, Ivo Brandt <ivo@brandt.example> escreveu:'],
    ['Dutch', 'Op ma 2 feb 2026 om 09:05 schreef Ivo Brandt <ivo@brandt.example>:'],
    ['Polish', 'W dniu 2.02.2026 o 09:05, Ivo Brandt pisze:'],
    ['Swedish', 'Den mån 2 feb. 2026 kl 09:05 skrev Ivo Brandt <ivo@brandt.example>:'],
    ['Danish', 'Den 2. feb. 2026 kl. 09.05 skrev Ivo Brandt <ivo@brandt.example>:'],
    ['Norwegian', 'man. 2. feb. 2026 kl. 09:05 skrev Ivo Brandt <ivo@brandt.example>:'],
    ['Finnish', 'ma 2. helmik. 2026 klo 9.05 Ivo Brandt <ivo@brandt.example> kirjoitti:'],
    ['Czech', 'po 2. 2. 2026 v 9:05 odesílatel Ivo Brandt <ivo@brandt.example> napsal:'],
    ['Turkish', 'Ivo Brandt <ivo@brandt.example>, 2 Şub 2026 Pzt, 09:05 tarihinde şunu yazdı:'],
    ['Chinese', '在 2026年2月2日，上午9:05，Ivo Brandt <ivo@brandt.example> 写道：'],
    ['Japanese', '2026/02/02 9:05、Ivo Brandt <ivo@brandt.example> のメール:'],
    ['Korean', '2026년 2월 2일 (월) 오전 9:05, Ivo Brandt <ivo@brandt.example>님이 작성:'],
    ['a language not in the table', '02.02.2026 09:05 Ivo Brandt <ivo@brandt.example> scripsit haec:'],
  ])('%s', (_name, head) => {
    expect(read(`${OWN}\n\n${head}\n\nWhen may we come?\nIvo\n`).text).toBe(OWN);
    expect(read(`${OWN}\n\n${head}\n> When may we come?\n> Ivo\n`).text).toBe(OWN);
  });

  test('sharing its line with the answer', () => {
    expect(read('Yes. On Mon, 2 Feb 2026 at 09:05, Ivo Brandt <ivo@brandt.example> wrote:\n> May we?\n').text).toBe(
      'Yes.',
    );
  });
});

describe('header blocks', () => {
  test.each([
    [
      'Outlook, English',
      'From: Ivo Brandt <ivo@brandt.example>\nSent: Monday, February 2, 2026 9:05 AM\nTo: Office\nSubject: Samples',
    ],
    [
      'Outlook, bold',
      '*From:* Ivo Brandt [mailto:ivo@brandt.example]\n*Sent:* Monday, February 2, 2026\n*To:* Office\n*Subject:* Samples',
    ],
    [
      'Outlook, a long writer wrapped',
      'From: Ivo Brandt of the Workshop \n<ivo.brandt.workshop@brandt.example> \nSent: Monday, February 2, 2026\nTo: Office\nSubject: Samples',
    ],
    [
      'Outlook, German',
      'Von: Ivo Brandt <ivo@brandt.example>\nGesendet: Montag, 2. Februar 2026 09:05\nAn: Office\nBetreff: Muster',
    ],
    [
      'Outlook, Russian',
      'От: Ivo Brandt <ivo@brandt.example>\nОтправлено: 2 февраля 2026 г. 9:05\nКому: Office\nТема: Образцы',
    ],
    [
      'Outlook, French',
      'De : Ivo Brandt <ivo@brandt.example>\nEnvoyé : lundi 2 février 2026 09:05\nÀ : Office\nObjet : Échantillons',
    ],
    [
      'Outlook, Chinese',
      '发件人: Ivo Brandt <ivo@brandt.example>\n发送时间: 2026年2月2日 9:05\n收件人: Office\n主题: 样品',
    ],
    [
      'Hotmail',
      'Date: Mon, 2 Feb 2026 09:05:00 +0000\nFrom: ivo@brandt.example\nTo: office@adler.example\nSubject: Samples',
    ],
    [
      'with a rule above',
      '________________________________\nFrom: Ivo Brandt <ivo@brandt.example>\nSent: Monday, February 2, 2026\nTo: Office\nSubject: Samples',
    ],
    [
      'Outlook, Serbian',
      'Od: Ivo Brandt <ivo@brandt.example>\nPoslato: ponedeljak, 2. februar 2026. 09:05\nZa: Office\nTema: RE: Uzorci',
    ],
    [
      'Outlook, Macedonian',
      'Од: Ivo Brandt <ivo@brandt.example>\nИспратено: 2 февруари 2026 09:05\nДо: Office\nТема: RE: Примероци',
    ],
    [
      'BlackBerry',
      'Original Message\nFrom: Ivo Brandt\nSent: Monday, February 2, 2026 9:05 AM\nTo: Office\nSubject: Samples',
    ],
    [
      'Samsung, a language not in the table',
      '-------- Epistula prior --------\nScriptor: Ivo Brandt <ivo@brandt.example>\nDies: 02.02.2026 09:05 (GMT+01:00)\nRes: Exempla',
    ],
    [
      'NetEase',
      '---- Replied Message ----\n| From | Ivo<ivo@brandt.example> |\n| Date | 02/02/2026 09:05 |\n| Subject | Samples |',
    ],
    ['Notes, one line', 'Ivo Brandt ---02.02.2026 09:05:11---When may we come?'],
    [
      'Notes, a table',
      'Ivo Brandt <ivo@brandt.example>\n02/02/2026 09:05 AM\n\n        To\n                Office\n        cc\n\n        Subject\n                Samples',
    ],
    ['Notes, dashes', '-----Ursprüngliche Nachricht-----'],
    ['AOL', '----- Original Message -----\nFrom: Ivo\nTo: Office'],
  ])('%s', (_name, head) => {
    const reply = read(`${OWN}\n\n${head}\n\nWhen may we come?\n`);
    expect(reply.text).toBe(OWN);
    expect(reply.method).toBe('headers');
    expect(reply.confidence).toBeGreaterThanOrEqual(FOLD_BELOW);
  });
});

describe('what only looks like a quote stays', () => {
  test.each([
    ['a sentence with On', 'On Monday we moved.\nOn the other hand, nobody wrote anything:\nso we waited.'],
    ['an appointment', 'Meeting again:\n\nDate: Monday 2 February 2026\nTime: 9:00\nPlace: the workshop\n\nAll right?'],
    [
      'a story that ends in a verb',
      'On Thu, Mar 3, 2016 I went home after the long lesson and then wrote:\nnothing at all.',
    ],
    ['timestamps', 'Log:\n2026-02-02 09:05:11\n02.02.2026 09:06\nThat is all.'],
    ['dashes around words', 'See below.\n\n------- enter your wishes here -------\n\nA blue door.'],
    ['marks without an announcement', 'Call it like this:\n> run --all\nand wait for a minute.'],
    [
      'phone words inside a sentence',
      'It was sent from my phone, which is why it is short.\nSent from my desk, it would be longer than that.',
    ],
    [
      'somebody told, in words that programs do not use',
      'On Monday, 2 February 2026, the painter wrote:\n"two more days".\n\nWhat do we tell the owner?',
    ],
    ['the same in German', 'am 2. Februar 2026 um 9:05 Uhr schrieb mir der Maler:\nEs dauert noch.\n\nBitte Bescheid.'],
    ['the same in French', 'Le 2 février 2026 à 9h05, le peintre a écrit :\nencore deux jours.\n\nQue faire ?'],
    ['a form', 'My details:\n\nDate: 02.02.2026\nSubject: Tickets\nFrom: Vienna\nTo: Berlin\n\nTwo, please.'],
    ['a sentence wrapped before «sent from»', 'The parcel was\nsent from Berlin on Tuesday.'],
    ['a choice between programs', 'Which one is it?\n\nGet Outlook or an iPhone for Ann'],
    ['points after two dashes', 'Because of:\n-- the first point is open\n-- the second point is open\nCan you look?'],
  ])('%s', (_name, text) => {
    const reply = read(text);
    expect(reply.text).toBe(text);
    expect(reply.removed).toEqual([]);
  });

  test('told words above a real quote hide neither', () => {
    const told = 'On Monday, 2 February 2026, the painter wrote:\n"two more days".\n\nWhat do we tell the owner?';
    const head = 'On Mon, 2 Feb 2026 at 09:05, Ivo Brandt <ivo@brandt.example> wrote:';
    expect(read(`${told}\n\n${head}\n> May we?\n`).text).toBe(told);
  });
});

describe('answers around quotes', () => {
  const head = 'On Mon, 2 Feb 2026 at 09:05, Ivo Brandt wrote:';

  test('below the quote', () => {
    expect(read(`${head}\n> When may we come?\n\n${OWN}\n`).text).toBe(`${OWN}\n`);
  });
  test('between its lines: all that was answered is kept, the rest is not', () => {
    const reply = read(`${head}\n> When?\nTuesday.\n> Where?\nAt the gate.\n> Best,\n> Ivo\n`);
    expect(reply.text).toBe(`${head}\n> When?\nTuesday.\n> Where?\nAt the gate.`);
  });
  test('a mail that is only a quote is shown whole', () => {
    const text = `${head}\n> When may we come?\n`;
    const reply = read(text);
    expect(reply.text).toBe(text);
    expect(reply.confidence).toBeLessThan(FOLD_BELOW);
  });
});

describe('signatures', () => {
  test.each([
    ['the delimiter', '-- \nMarta Vogel\nVogel Bakery'],
    ['a phone', 'Sent from my iPhone'],
    ['a phone, German', 'Von meinem iPhone gesendet'],
    ['a phone, Russian', 'Отправлено с iPhone'],
    ['a phone, French', 'Envoyé de mon iPhone'],
    ['a phone, Japanese', 'iPhoneから送信'],
    ['Outlook mobile', 'Get Outlook for Android<https://aka.ms/x>'],
    ['a phone, Greek', 'Στάλθηκε από το iPhone μου'],
    ['a phone, Bulgarian', 'Изпратено от моя iPhone'],
    ['a phone, Croatian', 'Poslano s mog iPhonea'],
    ['a phone, Serbian', 'Послато са iPhone-а'],
    ['a phone, Slovenian', 'Poslano z mojega iPhona'],
    ['a phone, Lithuanian', 'Išsiųsta iš mano iPhone'],
    ['a phone, Latvian', 'Nosūtīts no mana iPhone'],
    ['a phone, Estonian', "Saadetud minu iPhone'ist"],
    ['a phone, Hebrew', 'נשלח מה-iPhone שלי'],
    ['a phone, Arabic', 'أُرسلت من iPhone الخاص بي'],
    ['a phone, Persian', 'ارسال شده از iPhone من'],
    ['a phone, Thai', 'ส่งจาก iPhone ของฉัน'],
    ['a phone, Vietnamese', 'Đã gửi từ iPhone của tôi'],
    ['a phone, Indonesian', 'Dikirim dari iPhone saya'],
    ['a phone, Hindi', 'मेरे iPhone से भेजा गया'],
    ['a phone, Catalan', 'Enviat des del meu iPhone'],
    ['a phone, Georgian', 'გამოგზავნილია ჩემი iPhone-იდან'],
    ['a phone that asks for pardon', 'Sent from my iPhone, please excuse any typos'],
    ['Outlook mobile, Korean', 'Android용 Outlook 다운로드'],
    ['Outlook mobile, Ukrainian', 'Завантажити Outlook для Android'],
    ['a closing phrase, Greek', 'Με εκτίμηση,\nΜάρτα Φόγκελ'],
    ['a closing phrase, Hebrew', 'בברכה,\nמרתה פוגל'],
    ['a closing phrase, Arabic', 'مع تحياتي،\nمارتا فوغل'],
    ['a closing phrase, Croatian', 'Lijep pozdrav,\nMarta Vogel'],
    ['a closing phrase, Estonian', 'Lugupidamisega\nMarta Vogel'],
    ['a closing phrase, Vietnamese', 'Trân trọng,\nMarta Vogel'],
    ['a closing phrase', 'Kind regards,\nMarta Vogel'],
    ['a closing phrase, Russian', 'С уважением,\nМарта Фогель'],
    ['a name after a dash', '-marta'],
  ])('%s', (_name, signature) => {
    const reply = read(`${OWN}\n\n${signature}\n`);
    expect(reply.text).toBe(OWN);
    expect(reply.removed.map(({ kind }) => kind)).toEqual(['signature']);
  });
  test.each([['Thanks!'], ['-- \nMarta'], ['Yes\n\nBest']])('never the whole of a mail: %j', (text) => {
    expect(read(text).text).not.toBe('');
  });
  test('a list says goodbye under a rule', () => {
    const footer = '_______________________________________________\ngarden mailing list\ngarden@lists.example';
    expect(read(`${OWN}\n\n${footer}\n`).removed.map(({ kind }) => kind)).toEqual(['footer']);
  });
});

describe('markup of known programs', () => {
  test.each([
    [
      'Gmail',
      '<div>Yes.</div><div class="gmail_quote"><div class="gmail_attr">Ivo, hier:</div><blockquote class="gmail_quote">May we?</blockquote></div>',
    ],
    ['Gmail, passed through Outlook', '<div>Yes.</div><div class="x_gmail_quote">Ivo, hier:<div>May we?</div></div>'],
    ['Outlook on the web', '<p>Yes.</p><hr><div id="x_divRplyFwdMsg"><b>Lähde:</b> Ivo</div><div>May we?</div>'],
    [
      'Outlook for Windows',
      '<p>Yes.</p><div style="border:none; border-top:solid #E1E1E1 1.0pt;padding:3pt">Ivo</div><p>May we?</p>',
    ],
    ['Apple Mail', '<div>Yes.</div><blockquote type="cite">May we?</blockquote>'],
    [
      'Thunderbird',
      '<p>Yes.</p><div class="moz-cite-prefix">Ivo:</div><blockquote type="cite" cite="mid:x">May we?</blockquote>',
    ],
    ['Yahoo', '<div>Yes.</div><div class="yahoo_quoted"><div>Ivo:</div><div>May we?</div></div>'],
    ['mail.ru', '<p>Yes.</p><blockquote style="border-left:1px solid #0857A6; margin:10px">May we?</blockquote>'],
    ['Proton Mail', '<div>Yes.</div><div class="protonmail_quote">Ivo:<br>May we?</div>'],
    ['Zimbra', '<div>Yes.<hr id="zwchr">Ivo:<br>May we?</div>'],
    ['GMX', '<div>Yes.<div name="quote" style="border-left:2px solid #C3D9E5">Ivo:<br>May we?</div></div>'],
    ['Spark', '<div>Yes.</div><div name="messageReplySection">Ivo:<br>May we?</div>'],
  ])('%s', (_name, html) => {
    const text = html
      .replace(/<(?:div|p|br|hr|blockquote)[^>]*>/g, '\n')
      .replace(/<[^>]*>/g, '')
      .trim();
    const reply = readReply({ text, html, textFromHtml: true });
    expect(reply.text).toBe('Yes.');
    expect(reply.method).toBe('markup');
    expect(reply.html).toBe('<p>Yes.</p>');
    expect(reassemble(reply)).toBe(text);
  });

  test('the pictures of the answer stay, those of the quote go', () => {
    const html =
      '<div>Like this: <img src="cid:mine"></div><blockquote type="cite">Which? <img src="cid:yours"></blockquote>';
    expect(page(html, 'Like this:\n\n> Which?').html).toBe('<p>Like this: <img data-cid="mine" alt="" /></p>');
  });
});

test('visible and removed are the original, whatever the mail is made of', () => {
  const line = fc.oneof(
    fc.constantFrom(
      '',
      ' ',
      '> ',
      '>> deep',
      '> On Mon, 2 Feb 2026, Ivo <i@b.example> wrote:',
      'On Mon, 2 Feb 2026 at 09:05, Ivo wrote:',
    ),
    fc.constantFrom(
      '-- ',
      '--',
      '___',
      'From: Ivo <i@b.example>',
      'Sent: Monday, 2 February 2026',
      'To: Office',
      'Subject: x',
      '-----Original Message-----',
    ),
    fc.constantFrom(
      'Yes. On 2 Feb 2026, Ivo <i@b.example> wrote:',
      'Sent from my iPhone',
      'Regards,',
      'Marta',
      '\u200b',
      '\u00a0>',
      '\ufeff> x',
      '<a@b.example',
      '> wrote:',
    ),
    fc.string({ maxLength: 30 }),
    fc.string({ unit: 'binary', maxLength: 12 }),
  );
  fc.assert(
    fc.property(
      fc.array(line, { maxLength: 25 }),
      fc.option(fc.array(line, { maxLength: 12 }), { nil: undefined }),
      (lines, letter) => {
        const text = lines.join('\n');
        const sent = letter && { sent: { text: letter.join('\n'), html: null } };
        const reply = readReply({ text, html: `<p>${text}</p>`, textFromHtml: false, ...sent });
        expect(reassemble(reply)).toBe(text);
        for (const piece of reply.removed) expect(text.slice(piece.at, piece.at + piece.text.length)).toBe(piece.text);
        if (/[\p{L}\p{N}]/u.test(text)) expect(reply.text.trim()).not.toBe('');
      },
    ),
    { numRuns: 1500 },
  );
});
