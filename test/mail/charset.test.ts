/** Bytes that lie about their charset, or say nothing: short mails of everyday words, in each charset under each label. */
import iconv from 'iconv-lite';
import { describe, expect, test } from 'vitest';
import { decodeText } from '../../src/mail/charset.ts';

const CYRILLIC = ['windows-1251', 'koi8-r', 'koi8-u', 'iso-8859-5', 'ibm866'];
const WORDS: Readonly<Record<string, readonly [words: string, charsets: readonly string[]]>> = {
  Russian: ['Здравствуйте! Подскажите, пожалуйста, когда приедет мастер?', CYRILLIC],
  'Russian in capitals': ['СРОЧНО! ПОДСКАЖИТЕ, КОГДА ПРИЕДЕТ МАСТЕР', CYRILLIC],
  Ukrainian: ['Доброго дня! Підкажіть, будь ласка, коли приїде майстер?', ['windows-1251', 'koi8-u']],
  Bulgarian: ['Здравейте, кога ще пристигне поръчката ми?', CYRILLIC],
  German: ['Schöne Grüße aus Köln, wir prüfen das für Sie.', ['windows-1252', 'iso-8859-1']],
  French: ['Voilà, ça été déjà livré à l’hôtel.', ['windows-1252']],
  Spanish: ['¿Cuándo llega el señor Muñoz? Mañana será.', ['windows-1252']],
  Polish: ['Proszę o odpowiedź, zażółć gęślą jaźń', ['windows-1250', 'iso-8859-2']],
  Czech: ['Dobrý den, kdy prosím přijede řemeslník? Děkuji', ['windows-1250']],
  Turkish: ['Merhaba, siparişim ne zaman gelecek? Teşekkürler, görüşürüz', ['windows-1254']],
  Greek: ['Καλημέρα, πότε θα έρθει η παραγγελία;', ['windows-1253']],
  Hebrew: ['שלום, מתי מגיעה ההזמנה שלי', ['windows-1255']],
  Arabic: ['مرحبا متى يصل الطلب الخاص بي', ['windows-1256']],
  Japanese: ['見積書をお送りします。ご確認ください。', ['shift_jis', 'euc-jp']],
  Chinese: ['请问订单什么时候发货？谢谢', ['gbk', 'gb18030']],
  'Chinese of Taiwan': ['請問訂單什麼時候出貨？謝謝', ['big5']],
  Korean: ['주문은 언제 배송되나요? 감사합니다', ['euc-kr', 'cp949']],
};
const cases = Object.entries(WORDS).flatMap(([language, [words, charsets]]) =>
  charsets.map((charset) => [language, charset, words] as const),
);

describe('everyday words', () => {
  test.each(cases)('%s in %s, named rightly, as nothing, as utf-8, as us-ascii', (_language, charset, words) => {
    const bytes = iconv.encode(words, charset);
    for (const label of [charset, null, 'utf-8', 'us-ascii'])
      expect([label, decodeText(bytes, label).text]).toEqual([label, words]);
    expect(decodeText(bytes, charset).note).toBeNull();
  });

  test.each(['Russian', 'Russian in capitals', 'Bulgarian'])(
    '%s under the name of another Cyrillic charset',
    (language) => {
      const [words] = WORDS[language]!;
      for (const charset of ['windows-1251', 'koi8-r', 'iso-8859-5'])
        for (const label of ['windows-1251', 'koi8-r'])
          expect([charset, label, decodeText(iconv.encode(words, charset), label).text]).toEqual([
            charset,
            label,
            words,
          ]);
    },
  );

  test.each(['windows-1251', 'koi8-r'])('Russian in %s under the name of Latin-1', (charset) => {
    const [words] = WORDS['Russian']!;
    expect(decodeText(iconv.encode(words, charset), 'iso-8859-1')).toEqual({
      text: words,
      charset,
      note: `charset guessed: ${charset}`,
    });
  });
});

describe('a true label is believed', () => {
  const odd = [
    'СПАСИБО ЗА ОТВЕТ',
    'Эй, щука ещё жива?',
    'Чащин Юрий Эдуардович',
    'ПАО «ФСК ЕЭС» ЦФО',
    'жюри, шофёр и цыплёнок',
    'Съешь ещё этих мягких французских булок',
    'Шлю фото щита, цоколя, цепи',
    'бухгалтерия: сверка, акты',
  ];
  test.each(odd)('«%s»', (words) => {
    for (const charset of ['windows-1251', 'koi8-r']) {
      const bytes = iconv.encode(words, charset);
      if (iconv.decode(bytes, charset) !== words) continue;
      expect(decodeText(bytes, charset)).toEqual({ text: words, charset, note: null });
    }
  });

  test('the signs of windows-1252 are signs, under each of its names', () => {
    for (const label of ['windows-1252', 'iso-8859-1', 'latin1', 'us-ascii'])
      expect(decodeText(iconv.encode('“40 €” – Œuvre', 'windows-1252'), label).text).toBe('“40 €” – Œuvre');
  });
});

describe('charsets that are no table', () => {
  const words = 'Hello there, Привет всем там.\n';
  test('UTF-16 in both orders, with its name or by its looks', () => {
    const little = iconv.encode(words, 'utf-16le');
    const big = iconv.encode(words, 'utf-16be');
    for (const bytes of [little, big]) expect(decodeText(bytes, 'utf-16').text).toBe(words);
    expect(decodeText(little, null)).toMatchObject({ text: words, note: 'charset guessed: utf-16le' });
    expect(decodeText(big, 'utf-8')).toMatchObject({ text: words, note: 'charset guessed: utf-16be' });
    expect(decodeText(Buffer.from('plain words'), 'utf-16').text).toBe('plain words');
  });

  test('ISO-2022-KR and HZ are shifted back', () => {
    expect(decodeText(Buffer.from('\x1b$)C\x0e>H3gGO<<?d\x0f hi', 'latin1'), 'iso-2022-kr').text).toBe('안녕하세요 hi');
    expect(decodeText(Buffer.from('a ~{<:Ky2;~} b~~', 'latin1'), 'hz-gb-2312').text).toMatch(
      /^a \p{Script=Han}{3} b~$/u,
    );
  });

  test('half a character at the end is one sign, not another charset', () => {
    const { text, charset } = decodeText(Buffer.from('Смета на ремонт').subarray(0, -1), 'utf-8');
    expect([charset, text]).toEqual(['utf-8', 'Смета на ремон\ufffd']);
  });
});
