/**
 * What stands under a mail without being said: the line a phone adds, the phrase before a name. One row a language, lower case, with
 * ` | ` between. `sentFrom` begins such a line; `sentBy` begins it, and `sentEnd` ends it where the language puts its verb last, when a
 * device or a mail program is named; `get` begins or ends a line that names a mail program and what it runs on; `closing` is the whole line.
 */
export interface SignatureLocale {
  readonly sentFrom: string;
  readonly sentBy?: string;
  readonly sentEnd: string;
  readonly get?: string;
  readonly closing: string;
  /** Thanks close a letter only when a name follows; alone they are an answer. */
  readonly thanks: string;
}

export const SIGNATURE_LOCALES = {
  en: {
    sentFrom:
      'sent from | sent via | sent with | sent using | sent by | sent through | sent wirelessly | sent on the go | sent on the new | securely sent with | get outlook for | download outlook for | get bluemail for | yahoo mail for | this message was sent from my | composed on | written on my | typed on my',
    sentBy: 'sent on | connected by | posted from',
    sentEnd: '',
    get: 'get | download',
    closing:
      'regards | best regards | kind regards | warm regards | warmest regards | kindest regards | with regards | with best regards | with kind regards | many regards | all the best | best | best wishes | cheers | sincerely | sincerely yours | yours sincerely | yours truly | yours faithfully | yours | respectfully | cordially | take care | warmly | rgds | br | kr | have a nice day | have a great day | sent with care',
    thanks:
      'thanks | thank you | many thanks | thanks a lot | thank you very much | thanks in advance | thanks and regards | thanks & regards | thx',
  },
  ru: {
    sentFrom:
      'отправлено с | отправлено со | отправлено из | отправлено через | отправлено от | послано с | послано из | отправлено мобильной | написано с | скачать outlook для | загрузите outlook для | получить outlook для',
    sentBy: 'отправлено | послано',
    sentEnd: 'отправлено',
    get: 'скачайте | скачать | получите | получить | загрузите',
    closing:
      'с уважением | с наилучшими пожеланиями | с наилучшими | всего доброго | всего хорошего | с искренним уважением | с глубоким уважением | искренне ваш | искренне ваша | хорошего дня | до свидания | с приветом | удачи',
    thanks: 'спасибо | благодарю | заранее спасибо | большое спасибо | заранее благодарю | с благодарностью | спс',
  },
  uk: {
    sentFrom: 'надіслано з | надіслано зі | відправлено з | надіслано через | надіслано із | відправлено через',
    sentBy: 'надіслано | відправлено',
    sentEnd: '',
    get: 'завантажити | завантажте | отримати | отримайте',
    closing:
      'з повагою | з найкращими побажаннями | всього найкращого | на все добре | гарного дня | щиро ваш | щиро ваша',
    thanks: 'дякую | щиро дякую | дякую заздалегідь | наперед дякую | з вдячністю',
  },
  de: {
    sentFrom:
      'gesendet von | gesendet mit | von meinem | gesendet über | versendet von | diese nachricht wurde von meinem | outlook für | gesendet aus | holen sie sich outlook für | von samsung mobile',
    sentEnd: 'gesendet | versendet',
    get: 'herunterladen',
    closing:
      'mit freundlichen grüßen | mit freundlichen grüssen | mit freundlichem gruß | mit freundlichem gruss | freundliche grüße | freundliche grüsse | beste grüße | beste grüsse | besten gruß | viele grüße | viele grüsse | herzliche grüße | herzliche grüsse | liebe grüße | liebe grüsse | schöne grüße | grüße | gruß | gruss | mfg | lg | vg | herzlichst | hochachtungsvoll | bis bald',
    thanks: 'danke | vielen dank | besten dank | herzlichen dank | danke im voraus | vielen dank im voraus',
  },
  fr: {
    sentFrom:
      "envoyé de | envoyé depuis | envoyé à partir | envoyé via | envoyé avec | envoyé sans fil | envoyé d' | obtenir outlook pour | obtenez outlook pour | télécharger outlook pour | téléchargez outlook pour | provenance : courrier",
    sentEnd: '',
    closing:
      'cordialement | bien cordialement | très cordialement | sincères salutations | salutations | meilleures salutations | salutations distinguées | bien à vous | bien à toi | à bientôt | amicalement | respectueusement | bonne journée | bonne soirée | cdlt | cdt | bien sincèrement | amitiés',
    thanks: "merci | merci beaucoup | merci d'avance | merci par avance | en vous remerciant | avec mes remerciements",
  },
  es: {
    sentFrom:
      'enviado desde | enviado con | enviado de | enviado mediante | enviado por | obtener outlook para | obtén outlook para | descargar outlook para',
    sentBy: 'enviado',
    sentEnd: '',
    get: 'descargar | obtener | obtén | descarga',
    closing:
      'saludos | un saludo | saludos cordiales | un cordial saludo | cordiales saludos | atentamente | atte | atte. | cordialmente | un abrazo | abrazos | saludos, | muy atentamente | mis mejores deseos | quedo atento | quedo atenta | buen día',
    thanks: 'gracias | muchas gracias | gracias de antemano | mil gracias | gracias y saludos',
  },
  it: {
    sentFrom:
      'inviato da | inviato dal | inviato dall | inviato con | inviato tramite | scarica outlook per | ottieni outlook per | inviata da',
    sentBy: 'inviato',
    sentEnd: '',
    get: 'scarica | ottieni',
    closing:
      'cordiali saluti | distinti saluti | saluti | un saluto | cordialmente | un caro saluto | buona giornata | a presto | i migliori saluti | tanti saluti | cari saluti',
    thanks: 'grazie | grazie mille | molte grazie | grazie in anticipo | ringraziando | grazie e saluti',
  },
  pt: {
    sentFrom:
      'enviado do | enviado de | enviado pelo | enviado a partir | enviado via | enviado com | enviada do | obter o outlook para | obtenha o outlook para | baixar o outlook para | baixe o outlook para',
    sentBy: 'enviado | enviada',
    sentEnd: '',
    get: 'obter | obtenha | baixar | baixe | descarregar',
    closing:
      'atenciosamente | att | att. | cumprimentos | com os melhores cumprimentos | melhores cumprimentos | abraços | um abraço | abraço | saudações | cordialmente | respeitosamente | grato | grata | com os meus cumprimentos',
    thanks: 'obrigado | obrigada | muito obrigado | muito obrigada | desde já agradeço | agradecido',
  },
  nl: {
    sentFrom:
      'verzonden vanaf | verzonden vanuit | verzonden met | verzonden via | verstuurd vanaf | verstuurd met | verstuurd via | verzonden uit | outlook voor | download outlook voor',
    sentEnd: '',
    get: 'download | verkrijg | outlook downloaden voor | downloaden',
    closing:
      'met vriendelijke groet | met vriendelijke groeten | vriendelijke groet | vriendelijke groeten | groet | groeten | mvg | met hartelijke groet | hartelijke groet | hartelijke groeten | hoogachtend | fijne dag',
    thanks: 'bedankt | dank je | dank u | alvast bedankt | hartelijk dank | dank',
  },
  pl: {
    sentFrom:
      'wysłane z | wysłano z | wysłane za pomocą | wysłano za pomocą | wysłane przez | pobierz outlook dla | pobierz program outlook',
    sentBy: 'wysłane | wysłano',
    sentEnd: '',
    get: 'pobierz | uzyskaj',
    closing:
      'pozdrawiam | z poważaniem | pozdrowienia | z wyrazami szacunku | serdecznie pozdrawiam | serdeczności | miłego dnia',
    thanks: 'dziękuję | dzięki | z góry dziękuję | dziękuję i pozdrawiam',
  },
  sv: {
    sentFrom: 'skickat från | skickat med | skickades från | skickat via | hämta outlook för | sänt från | från min',
    sentEnd: '',
    get: 'hämta | skaffa | ladda ned',
    closing:
      'med vänlig hälsning | med vänliga hälsningar | vänliga hälsningar | vänligen | hälsningar | mvh | bästa hälsningar | vh | ha det bra',
    thanks: 'tack | tack så mycket | tack på förhand | stort tack',
  },
  da: {
    sentFrom: 'sendt fra | sendt med | sendt via | sendt med min | hent outlook til | hent outlook for',
    sentEnd: '',
    get: 'hent | få | download',
    closing:
      'med venlig hilsen | venlig hilsen | mvh | de bedste hilsner | hilsen | bedste hilsner | mange hilsner | kærlig hilsen | kh | vh',
    thanks: 'tak | mange tak | på forhånd tak | tusind tak',
  },
  no: {
    sentFrom: 'sendt fra | sendt med | last ned outlook for | skaff deg outlook for',
    sentEnd: '',
    get: 'få | hent | skaff deg | last ned',
    closing: 'med vennlig hilsen | vennlig hilsen | hilsen | beste hilsen | mvh | med hilsen',
    thanks: 'takk | tusen takk | på forhånd takk | mange takk',
  },
  fi: {
    sentFrom: 'lähetetty | lähetin tämän | hanki outlook',
    sentEnd: '',
    get: 'hanki | lataa',
    closing: 'terveisin | ystävällisin terveisin | parhain terveisin | yt | t. | kunnioittavasti | hyvää päivänjatkoa',
    thanks: 'kiitos | kiitoksia | kiitos etukäteen | paljon kiitoksia',
  },
  cs: {
    sentFrom: 'odesláno z | odesláno ze | posláno z | odesláno pomocí | získat outlook pro',
    sentBy: 'odesláno | posláno',
    sentEnd: '',
    get: 'získat | získejte | stáhnout',
    closing:
      's pozdravem | s přáním hezkého dne | s přáním pěkného dne | hezký den | zdravím | s úctou | přeji hezký den | srdečně',
    thanks: 'děkuji | děkuji vám | díky | předem děkuji | moc děkuji',
  },
  sk: {
    sentFrom: 'odoslané z | odoslané zo | poslané z | poslané zo | odoslané pomocou',
    sentBy: 'odoslané | poslané',
    sentEnd: '',
    get: 'získať | získajte | stiahnuť',
    closing: 's pozdravom | s úctou | pekný deň | prajem pekný deň | zdravím | so srdečným pozdravom',
    thanks: 'ďakujem | ďakujem vám | vďaka | vopred ďakujem | ďakujem pekne',
  },
  tr: {
    sentFrom: 'outlook’u | samsung mobile cihazımdan',
    sentEnd: 'gönderildi | gönderilmiştir | gönderdim | gönderiyorum',
    get: 'edinin | indirin',
    closing: 'saygılarımla | saygılarımızla | iyi çalışmalar | iyi günler | sevgiler | selamlar | en iyi dileklerimle',
    thanks: 'teşekkürler | teşekkür ederim | çok teşekkürler | şimdiden teşekkürler',
  },
  hu: {
    sentFrom: 'elküldve | küldve | az iphone-omról',
    sentBy: 'küldés',
    sentEnd: 'küldve | küldtem',
    get: 'letöltés | szerezze be | letöltése | beszerzése',
    closing: 'üdvözlettel | tisztelettel | üdv | szívélyes üdvözlettel | szép napot | minden jót',
    thanks: 'köszönöm | köszönöm szépen | köszönettel | előre is köszönöm | köszi',
  },
  ro: {
    sentFrom: 'trimis de pe | trimis din | trimis cu | trimis prin',
    sentBy: 'trimis',
    sentEnd: '',
    get: 'obțineți | descărcați',
    closing:
      'cu stimă | cu stima | cu respect | toate cele bune | o zi bună | o zi buna | cu drag | cu considerație | salutări | cele bune',
    thanks: 'mulțumesc | multumesc | mulțumiri | vă mulțumesc | va multumesc | mersi',
  },
  el: {
    sentFrom: 'στάλθηκε από | εστάλη από | αποστολή από | σταλμένο από',
    sentBy: 'αποστολή',
    sentEnd: '',
    get: 'λήψη | αποκτήστε',
    closing:
      'με εκτίμηση | με φιλικούς χαιρετισμούς | φιλικά | χαιρετισμούς | φιλικούς χαιρετισμούς | καλή σας ημέρα | με τιμή | μετά τιμής',
    thanks: 'ευχαριστώ | ευχαριστώ πολύ | σας ευχαριστώ | ευχαριστούμε | ευχαριστώ εκ των προτέρων',
  },
  bg: {
    sentFrom: 'изпратено от | изпратено чрез | изпратено през | изпратено с',
    sentEnd: '',
    get: 'вземете | изтеглете | получете',
    closing:
      'с уважение | поздрави | сърдечни поздрави | с най-добри пожелания | най-добри пожелания | приятен ден | лек ден | хубав ден | с почит | со почит | срдечен поздрав',
    thanks: 'благодаря | благодаря ви | предварително благодаря | мерси | благодарам | фала | ви благодарам',
  },
  hr: {
    sentFrom: 'poslano s | poslano sa | poslano iz | poslato sa | poslato iz | poslato s | послато са | послато из',
    sentBy: 'poslano | poslato | послато',
    sentEnd: '',
    get: 'preuzmite | nabavite | преузмите',
    closing:
      'srdačan pozdrav | lijep pozdrav | lep pozdrav | pozdrav | lp | s poštovanjem | sa poštovanjem | s štovanjem | srdačno | puno pozdrava | срдачан поздрав | поздрав | с поштовањем | са поштовањем',
    thanks: 'hvala | hvala vam | hvala unaprijed | hvala unapred | unaprijed hvala | zahvaljujem | хвала | хвала вам',
  },
  sl: {
    sentFrom: 'poslano z | poslano iz | poslano prek',
    sentEnd: '',
    get: 'prenesite | pridobite',
    closing: 'lep pozdrav | lepo pozdravljeni | s spoštovanjem | lp | s prijaznimi pozdravi | prijazen pozdrav',
    thanks: 'hvala | hvala lepa | najlepša hvala | vnaprej hvala',
  },
  lt: {
    sentFrom: 'siųsta iš | išsiųsta iš | išsiųsta naudojant',
    sentBy: 'išsiųsta',
    sentEnd: '',
    get: 'gaukite | atsisiųskite',
    closing: 'pagarbiai | su pagarba | geros dienos | linkėjimai | su geriausiais linkėjimais | geriausi linkėjimai',
    thanks: 'ačiū | dėkoju | iš anksto dėkoju | labai ačiū | dėkui',
  },
  lv: {
    sentFrom: 'nosūtīts no | sūtīts no | nosūtīts ar',
    sentBy: 'nosūtīts',
    sentEnd: '',
    get: 'iegūstiet | lejupielādēt',
    closing: 'ar cieņu | ar sveicieniem | jauku dienu | sveicieni | visu labu | ar vislabākajiem vēlējumiem',
    thanks: 'paldies | liels paldies | jau iepriekš paldies',
  },
  et: {
    sentFrom: 'saadetud minu',
    sentBy: 'saadetud | saatja:',
    sentEnd: '',
    get: 'hankige',
    closing:
      'lugupidamisega | parimate soovidega | tervitades | tervitustega | tervitusi | heade soovidega | kena päeva',
    thanks: 'aitäh | tänan | tänades | suur aitäh | ette tänades',
  },
  ca: {
    sentFrom: 'enviat des de | enviat des del | enviat amb',
    sentBy: 'enviat',
    sentEnd: '',
    get: 'obtén | obteniu',
    closing: 'salutacions | salutacions cordials | una salutació cordial | cordialment | fins aviat | una abraçada',
    thanks: 'gràcies | moltes gràcies | gràcies per avançat',
  },
  gl: {
    sentFrom: 'enviado dende',
    sentEnd: '',
    closing: 'saúdos | un saúdo | saúdos cordiais',
    thanks: 'grazas | moitas grazas',
  },
  eu: {
    sentFrom: '',
    sentEnd: 'bidalia',
    closing: 'agur bero bat | agur | adeitasunez',
    thanks: 'eskerrik asko | mila esker',
  },
  is: {
    sentFrom: 'sent úr | sent frá | sent með',
    sentEnd: '',
    get: 'sækja | fá',
    closing: 'kveðja | með kveðju | bestu kveðjur | kær kveðja | með bestu kveðju | bkv | kv',
    thanks: 'takk fyrir | kærar þakkir | með þökk',
  },
  sq: {
    sentFrom: 'dërguar nga',
    sentEnd: '',
    closing: 'me respekt | përshëndetje | me nderime | të fala | gjithë të mirat',
    thanks: 'faleminderit | ju faleminderit',
  },
  be: {
    sentFrom: 'адпраўлена з | даслана з',
    sentBy: 'адпраўлена | даслана',
    sentEnd: '',
    closing: 'з павагай | з найлепшымі пажаданнямі',
    thanks: 'дзякуй | шчыры дзякуй',
  },
  kk: {
    sentFrom: '',
    sentEnd: 'жіберілді',
    closing: 'құрметпен | ізгі ниетпен',
    thanks: 'рахмет | рақмет | көп рахмет',
  },
  az: {
    sentFrom: '',
    sentEnd: 'göndərildi | göndərilib',
    closing: 'hörmətlə | ən xoş arzularla',
    thanks: 'təşəkkürlər | təşəkkür edirəm',
  },
  hy: {
    sentFrom: '',
    sentBy: 'ուղարկված | ուղարկվել',
    sentEnd: '',
    closing: 'հարգանքներով | հարգանքով | լավագույն մաղթանքներով',
    thanks: 'շնորհակալություն',
  },
  ka: {
    sentFrom: '',
    sentBy: 'გამოგზავნილია | გაგზავნილია',
    sentEnd: '',
    closing: 'პატივისცემით | საუკეთესო სურვილებით',
    thanks: 'მადლობა | დიდი მადლობა',
  },
  he: {
    sentFrom: '',
    sentBy: 'נשלח | נשלחה',
    sentEnd: '',
    get: 'קבל | הורד',
    closing: 'בברכה | בכבוד רב | כל טוב | יום טוב | בידידות | יום נעים',
    thanks: 'תודה | תודה רבה | תודה מראש | בתודה',
  },
  ar: {
    sentFrom: '',
    sentBy: 'أرسلت | أُرسلت | تم الإرسال | مُرسل | مرسل | أرسل',
    sentEnd: '',
    get: 'الحصول على | احصل على | تنزيل',
    closing:
      'مع تحياتي | تحياتي | مع خالص التحية | خالص التحية | وتفضلوا بقبول فائق الاحترام | مع أطيب التحيات | أطيب التحيات | مع الاحترام | مع خالص تحياتي',
    thanks: 'شكرا | شكراً | شكرا جزيلا | شكراً جزيلاً | مع الشكر | وشكرا',
  },
  fa: {
    sentFrom: 'ارسال شده از',
    sentBy: 'ارسال | فرستاده',
    sentEnd: 'ارسال شده | ارسال شده است | فرستاده شده',
    closing: 'با احترام | ارادتمند | با سپاس | با تشکر | با آرزوی بهترین‌ها',
    thanks: 'ممنون | متشکرم | سپاس | سپاسگزارم',
  },
  hi: {
    sentFrom: '',
    sentEnd: 'भेजा गया | से भेजा',
    get: 'प्राप्त करें',
    closing: 'सादर | शुभकामनाओं सहित | भवदीय | भवदीया',
    thanks: 'धन्यवाद | बहुत धन्यवाद',
  },
  bn: {
    sentFrom: '',
    sentEnd: 'পাঠানো হয়েছে | পাঠানো',
    closing: 'শুভেচ্ছান্তে | শ্রদ্ধান্তে',
    thanks: 'ধন্যবাদ',
  },
  ta: {
    sentFrom: '',
    sentEnd: 'அனுப்பப்பட்டது',
    closing: 'இப்படிக்கு',
    thanks: 'நன்றி',
  },
  th: {
    sentFrom: 'ส่งจาก',
    sentBy: 'ส่งด้วย',
    sentEnd: '',
    get: 'รับ | ดาวน์โหลด',
    closing: 'ขอแสดงความนับถือ | ด้วยความเคารพ | ด้วยความนับถือ',
    thanks: 'ขอบคุณ | ขอบคุณครับ | ขอบคุณค่ะ | ขอบคุณมาก | ขอบคุณมากครับ | ขอบคุณมากค่ะ',
  },
  vi: {
    sentFrom: 'đã gửi từ | được gửi từ',
    sentBy: 'gửi từ',
    sentEnd: '',
    get: 'tải | tải xuống',
    closing: 'trân trọng | thân mến | kính thư | trân trọng kính chào | thân ái | thân',
    thanks: 'cảm ơn | xin cảm ơn | cám ơn | chân thành cảm ơn',
  },
  id: {
    sentFrom: 'dikirim dari | terkirim dari | dikirim dengan | dihantar dari | dihantar daripada',
    sentEnd: '',
    get: 'dapatkan | unduh | muat turun',
    closing: 'salam | salam hormat | hormat saya | hormat kami | salam hangat | yang benar | salam sejahtera',
    thanks: 'terima kasih | terimakasih | terima kasih banyak',
  },
  af: {
    sentFrom: 'gestuur vanaf | gestuur van',
    sentEnd: '',
    closing: 'groete | vriendelike groete | beste groete | die uwe',
    thanks: 'dankie | baie dankie | by voorbaat dank',
  },
  zh: {
    sentFrom:
      '发自 | 發自 | 发送自 | 从我的 | 從我的 | 寄自 | 傳送自 | 来自我的 | 來自我的 | 获取适用于 | 取得 outlook',
    sentBy: '来自 | 來自',
    sentEnd: '发送 | 傳送 | 寄出 | 发出 | 發出',
    get: '获取 | 取得 | 下载 | 下載',
    closing: '此致 | 敬礼 | 祝好 | 顺祝商祺 | 谨致问候 | 敬上 | 此致敬礼',
    thanks: '谢谢 | 謝謝 | 多谢 | 感谢',
  },
  ja: {
    sentFrom: 'iphoneから | ipadから | outlook for ',
    sentEnd: 'から送信 | からの送信 | より送信 | から送信されました',
    get: 'を入手',
    closing: '敬具 | よろしくお願いします | よろしくお願いいたします | 以上',
    thanks: 'ありがとうございます | ありがとうございました',
  },
  ko: {
    sentFrom: '나의 | 내 iphone | 내 ipad',
    sentEnd: '에서 보냄 | 에서 전송 | 에서 보낸 메일 | 에서 보내짐 | 에서 보냈습니다',
    get: '다운로드 | 받기',
    closing: '감사드립니다 | 올림 | 드림 | 안녕히 계세요',
    thanks: '감사합니다 | 고맙습니다',
  },
} as const satisfies Record<string, SignatureLocale>;
