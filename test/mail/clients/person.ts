/** What people answer, each in their own language: paragraphs for above or below, and three answers for between the lines. */
import type { LetterLanguage } from './letter.ts';

export interface Person {
  /** The language of the letter that they got. */
  readonly letter: LetterLanguage;
  /** Paragraphs; a line feed inside one is a line that they broke. */
  readonly words: readonly string[];
  /** To the three lines of `Answered.asked`. */
  readonly answers: readonly [string, string, string];
}

export const PEOPLE = {
  en: {
    letter: 'en',
    words: [
      'Good morning Irene,',
      'thank you for the quick work. I have shown the new version to my partner and we both like the dark stone at the bottom far better than the plaster.',
      '- the neighbours must hear of it a week before\n- please keep the passage to the yard free',
      'Call me if anything is unclear.',
    ],
    answers: [
      'It is fine as it is, leave it.',
      'Our janitor, Mr Brooks.\nHis number is 020 7946 0011.',
      'Agreed, go ahead.',
    ],
  },
  ru: {
    letter: 'ru',
    words: [
      'Ирина, спасибо!',
      'Показала рисунки мужу и соседям с первого этажа: тёмный камень всем понравился, а вот трубы просим покрасить под цвет крыши, иначе их видно с улицы.',
      '- соседей надо предупредить за неделю\n- проезд во двор не занимайте',
      'Звоните, если что-то неясно.',
    ],
    answers: ['Оставьте как есть.', 'Наш дворник Пётр.\nЕго телефон 8 900 000-11-22.', 'Согласна, начинайте.'],
  },
  de: {
    letter: 'en',
    words: [
      'Guten Morgen Frau Lowell,',
      'vielen Dank für die schnelle Arbeit. Mein Mann und ich haben uns alles angesehen und finden den dunklen Sockel viel schöner als den alten Putz.',
      '- die Nachbarn müssen es eine Woche vorher wissen\n- bitte lassen Sie die Einfahrt frei',
      'Rufen Sie mich an, falls etwas unklar ist.',
    ],
    answers: [
      'Bitte so lassen.',
      'Unser Hausmeister, Herr Krüger.\nEr wohnt im Erdgeschoss.',
      'Einverstanden, nur zu.',
    ],
  },
  fr: {
    letter: 'en',
    words: [
      'Bonjour Irène,',
      'merci pour ce travail rapide. Mon mari et moi avons regardé les dessins ensemble et nous préférons de loin la pierre sombre à l’ancien crépi.',
      '- il faut prévenir les voisins une semaine avant\n- laissez libre le passage vers la cour',
      'Appelez-moi si quelque chose n’est pas clair.',
    ],
    answers: ['Laissez comme ça.', 'Notre gardien, M. Lefèvre.\nIl habite au rez-de-chaussée.', 'D’accord, allez-y.'],
  },
  es: {
    letter: 'en',
    words: [
      'Buenos días, Irene:',
      'gracias por la rapidez. He enseñado los dibujos a mi marido y a los vecinos, y a todos nos gusta mucho más la piedra oscura que el yeso de antes.',
      '- hay que avisar a los vecinos una semana antes\n- por favor, dejen libre el paso al patio',
      'Llámeme si algo no está claro.',
    ],
    answers: ['Déjelo así.', 'Nuestro portero, el señor Núñez.\nVive en la planta baja.', 'De acuerdo, adelante.'],
  },
  it: {
    letter: 'en',
    words: [
      'Buongiorno Irene,',
      'grazie per la velocità. Ho mostrato i disegni a mio marito e ai vicini: la pietra scura piace a tutti molto più del vecchio intonaco, e costa perfino meno.',
      '- i vicini vanno avvisati una settimana prima\n- lasciate libero il passaggio verso il cortile',
      'Mi chiami se qualcosa non è chiaro.',
    ],
    answers: [
      'Lo lasci così com’è.',
      'Il nostro portiere, il signor Bruni.\nAbita al piano terra.',
      'Va bene, procedete.',
    ],
  },
  pt: {
    letter: 'en',
    words: [
      'Bom dia, Irene,',
      'obrigada pela rapidez. Mostrei os desenhos ao meu marido e aos vizinhos, e todos gostamos muito mais da pedra escura do que do reboco antigo.',
      '- os vizinhos precisam saber uma semana antes\n- deixem livre a passagem para o pátio',
      'Ligue se alguma coisa não estiver clara.',
    ],
    answers: [
      'Pode deixar assim.',
      'O nosso zelador, o senhor João.\nEle mora no térreo.',
      'Combinado, podem começar.',
    ],
  },
  pl: {
    letter: 'en',
    words: [
      'Dzień dobry, pani Ireno,',
      'dziękuję za szybką pracę. Pokazałam rysunki mężowi i sąsiadom, wszystkim ciemny kamień podoba się o wiele bardziej niż stary tynk od strony ulicy.',
      '- sąsiadów trzeba uprzedzić tydzień wcześniej\n- proszę nie zastawiać przejazdu na podwórze',
      'Proszę dzwonić, gdyby coś było niejasne.',
    ],
    answers: ['Proszę zostawić, jak jest.', 'Nasz dozorca, pan Żak.\nMieszka na parterze.', 'Zgoda, proszę zaczynać.'],
  },
  uk: {
    letter: 'ru',
    words: [
      'Доброго ранку, Ірино!',
      'Дякую за швидку роботу. Показала малюнки чоловікові та сусідам: темний камінь сподобався всім, а от труби просимо пофарбувати під колір даху.',
      '- сусідів треба попередити за тиждень\n- проїзд на подвір’я не займайте',
      'Телефонуйте, якщо щось незрозуміло.',
    ],
    answers: ['Залиште як є.', 'Наш двірник Петро.\nВін живе на першому поверсі.', 'Згодна, починайте.'],
  },
  ja: {
    letter: 'en',
    words: [
      'アイリーン様、おはようございます。',
      '早速のご対応をありがとうございます。新しい案を主人と隣の方々にも見せましたところ、下の部分は以前の漆喰よりも黒い石のほうがずっとよいとのことでした。',
      '・近所には一週間前に知らせてください\n・中庭への通路は空けておいてください',
      '何かありましたらお電話ください。',
    ],
    answers: ['そのままで結構です。', '管理人の田中です。\n一階に住んでいます。', '承知しました。お願いします。'],
  },
  zh: {
    letter: 'en',
    words: [
      '艾琳，早上好：',
      '谢谢你们这么快就做好了。我把新的方案给我先生和邻居们看了，大家都觉得下面用深色的石头比原来的灰泥好看得多，颜色也更耐脏。',
      '- 请提前一周通知邻居\n- 请不要占用通往院子的过道',
      '有不清楚的地方请打电话给我。',
    ],
    answers: ['保持原样就好。', '我们的门卫老王。\n他住在一楼。', '同意，开始吧。'],
  },
  tr: {
    letter: 'en',
    words: [
      'Günaydın İrene Hanım,',
      'hızlı çalışmanız için teşekkürler. Çizimleri eşime ve komşulara gösterdim, koyu taş hepimizin eski sıvadan çok daha fazla hoşuna gitti, fiyatı da uygun.',
      '- komşulara bir hafta önceden haber verilmeli\n- lütfen avluya geçişi açık bırakın',
      'Anlaşılmayan bir şey olursa arayın.',
    ],
    answers: ['Olduğu gibi kalsın.', 'Kapıcımız Mehmet Bey.\nGiriş katında oturuyor.', 'Tamam, başlayabilirsiniz.'],
  },
  nl: {
    letter: 'en',
    words: [
      'Goedemorgen Irene,',
      'dank voor het snelle werk. Ik heb de tekeningen aan mijn man en aan de buren laten zien en we vinden de donkere steen veel mooier dan het oude pleisterwerk.',
      '- de buren moeten het een week van tevoren weten\n- houd de doorgang naar de binnenplaats vrij',
      'Bel me als er iets onduidelijk is.',
    ],
    answers: ['Laat het maar zo.', 'Onze huismeester, meneer De Wit.\nHij woont beneden.', 'Akkoord, ga je gang.'],
  },
} as const satisfies Record<string, Person>;

export type Locale = keyof typeof PEOPLE;
export const LOCALES = Object.keys(PEOPLE) as readonly Locale[];
