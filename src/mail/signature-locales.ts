/**
 * What stands under a mail without being said: the line a phone adds, the phrase before a name. One row a language, lower case, with
 * ` | ` between. `sentFrom` begins such a line, `sentEnd` ends it where the language puts its verb last, `closing` is the whole line.
 */
export interface SignatureLocale {
  readonly sentFrom: string;
  readonly sentEnd: string;
  readonly closing: string;
  /** Thanks close a letter only when a name follows; alone they are an answer. */
  readonly thanks: string;
}

export const SIGNATURE_LOCALES = {
  en: {
    sentFrom:
      'sent from | sent via | sent with | sent using | sent by | sent through | sent wirelessly | sent on the go | get outlook for | download outlook for | yahoo mail for | this message was sent from my | composed on | written on my | typed on my',
    sentEnd: '',
    closing:
      'regards | best regards | kind regards | warm regards | warmest regards | kindest regards | with regards | with best regards | with kind regards | many regards | all the best | best | best wishes | cheers | sincerely | sincerely yours | yours sincerely | yours truly | yours faithfully | yours | respectfully | cordially | take care | warmly | rgds | br | kr | have a nice day | have a great day | sent with care',
    thanks:
      'thanks | thank you | many thanks | thanks a lot | thank you very much | thanks in advance | thanks and regards | thanks & regards | thx',
  },
  ru: {
    sentFrom:
      'отправлено с | отправлено из | отправлено через | отправлено от | послано с | отправлено мобильной | написано с | скачать outlook для | загрузите outlook для | получить outlook для',
    sentEnd: '',
    closing:
      'с уважением | с наилучшими пожеланиями | с наилучшими | всего доброго | всего хорошего | с искренним уважением | с глубоким уважением | искренне ваш | искренне ваша | хорошего дня | до свидания | с приветом | удачи',
    thanks: 'спасибо | благодарю | заранее спасибо | большое спасибо | заранее благодарю | с благодарностью | спс',
  },
  uk: {
    sentFrom: 'надіслано з | відправлено з | надіслано через | надіслано із | відправлено через',
    sentEnd: '',
    closing:
      'з повагою | з найкращими побажаннями | всього найкращого | на все добре | гарного дня | щиро ваш | щиро ваша',
    thanks: 'дякую | щиро дякую | дякую заздалегідь | наперед дякую | з вдячністю',
  },
  de: {
    sentFrom:
      'gesendet von | gesendet mit | von meinem | gesendet über | versendet von | diese nachricht wurde von meinem | outlook für | gesendet aus | holen sie sich outlook für | von samsung mobile',
    sentEnd: 'gesendet | versendet | herunterladen',
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
    sentEnd: '',
    closing:
      'saludos | un saludo | saludos cordiales | un cordial saludo | cordiales saludos | atentamente | atte | atte. | cordialmente | un abrazo | abrazos | saludos, | muy atentamente | mis mejores deseos | quedo atento | quedo atenta | buen día',
    thanks: 'gracias | muchas gracias | gracias de antemano | mil gracias | gracias y saludos',
  },
  it: {
    sentFrom:
      'inviato da | inviato dal | inviato con | inviato tramite | scarica outlook per | ottieni outlook per | inviata da',
    sentEnd: '',
    closing:
      'cordiali saluti | distinti saluti | saluti | un saluto | cordialmente | un caro saluto | buona giornata | a presto | i migliori saluti | tanti saluti | cari saluti',
    thanks: 'grazie | grazie mille | molte grazie | grazie in anticipo | ringraziando | grazie e saluti',
  },
  pt: {
    sentFrom:
      'enviado do | enviado de | enviado pelo | enviado a partir | enviado via | enviado com | enviada do | obter o outlook para | obtenha o outlook para | baixar o outlook para | baixe o outlook para',
    sentEnd: '',
    closing:
      'atenciosamente | att | att. | cumprimentos | com os melhores cumprimentos | melhores cumprimentos | abraços | um abraço | abraço | saudações | cordialmente | respeitosamente | grato | grata | com os meus cumprimentos',
    thanks: 'obrigado | obrigada | muito obrigado | muito obrigada | desde já agradeço | agradecido',
  },
  nl: {
    sentFrom:
      'verzonden vanaf | verzonden met | verzonden via | verstuurd vanaf | verstuurd met | verstuurd via | verzonden uit | outlook voor | download outlook voor',
    sentEnd: 'downloaden',
    closing:
      'met vriendelijke groet | met vriendelijke groeten | vriendelijke groet | vriendelijke groeten | groet | groeten | mvg | met hartelijke groet | hartelijke groet | hartelijke groeten | hoogachtend | fijne dag',
    thanks: 'bedankt | dank je | dank u | alvast bedankt | hartelijk dank | dank',
  },
  pl: {
    sentFrom:
      'wysłane z | wysłano z | wysłane za pomocą | wysłano za pomocą | wysłane przez | pobierz outlook dla | pobierz program outlook',
    sentEnd: '',
    closing:
      'pozdrawiam | z poważaniem | pozdrowienia | z wyrazami szacunku | serdecznie pozdrawiam | serdeczności | miłego dnia',
    thanks: 'dziękuję | dzięki | z góry dziękuję | dziękuję i pozdrawiam',
  },
  sv: {
    sentFrom: 'skickat från | skickat med | skickades från | skickat via | hämta outlook för | sänt från | från min',
    sentEnd: '',
    closing:
      'med vänlig hälsning | med vänliga hälsningar | vänliga hälsningar | vänligen | hälsningar | mvh | bästa hälsningar | vh | ha det bra',
    thanks: 'tack | tack så mycket | tack på förhand | stort tack',
  },
  da: {
    sentFrom: 'sendt fra | sendt med | sendt via | sendt med min | hent outlook til | hent outlook for',
    sentEnd: '',
    closing:
      'med venlig hilsen | venlig hilsen | mvh | de bedste hilsner | hilsen | bedste hilsner | mange hilsner | kærlig hilsen | kh | vh',
    thanks: 'tak | mange tak | på forhånd tak | tusind tak',
  },
  no: {
    sentFrom: 'sendt fra | sendt med | last ned outlook for | skaff deg outlook for',
    sentEnd: '',
    closing: 'med vennlig hilsen | vennlig hilsen | hilsen | beste hilsen | mvh | med hilsen',
    thanks: 'takk | tusen takk | på forhånd takk | mange takk',
  },
  fi: {
    sentFrom: 'lähetetty | lähetin tämän | hanki outlook',
    sentEnd: '',
    closing: 'terveisin | ystävällisin terveisin | parhain terveisin | yt | t. | kunnioittavasti | hyvää päivänjatkoa',
    thanks: 'kiitos | kiitoksia | kiitos etukäteen | paljon kiitoksia',
  },
  cs: {
    sentFrom:
      'odesláno z | odesláno ze | posláno z | odesláno pomocí | získat outlook pro | odoslané z | poslané z | odoslané zo',
    sentEnd: '',
    closing: 's pozdravem | s přáním hezkého dne | hezký den | zdravím | s úctou | s pozdravom | pekný deň',
    thanks: 'děkuji | díky | předem děkuji | ďakujem | vďaka | vopred ďakujem',
  },
  tr: {
    sentFrom: 'outlook’u | samsung mobile cihazımdan',
    sentEnd: 'gönderildi | gönderilmiştir | gönderdim | gönderiyorum | edinin',
    closing: 'saygılarımla | saygılarımızla | iyi çalışmalar | iyi günler | sevgiler | selamlar | en iyi dileklerimle',
    thanks: 'teşekkürler | teşekkür ederim | çok teşekkürler | şimdiden teşekkürler',
  },
  hu: {
    sentFrom: 'elküldve | küldve | az iphone-omról',
    sentEnd: 'küldve',
    closing: 'üdvözlettel | tisztelettel | üdv | szívélyes üdvözlettel',
    thanks: 'köszönöm | köszönettel | előre is köszönöm',
  },
  ro: {
    sentFrom: 'trimis de pe | trimis din | trimis cu',
    sentEnd: '',
    closing: 'cu stimă | cu respect | toate cele bune | o zi bună | cu drag',
    thanks: 'mulțumesc | multumesc | mulțumiri | vă mulțumesc',
  },
  zh: {
    sentFrom: '发自 | 发送自 | 从我的 | 從我的 | 寄自 | 傳送自 | 获取适用于 | 取得 outlook',
    sentEnd: '发送 | 傳送 | 寄出',
    closing: '此致 | 敬礼 | 祝好 | 顺祝商祺 | 谨致问候 | 敬上 | 此致敬礼',
    thanks: '谢谢 | 謝謝 | 多谢 | 感谢',
  },
  ja: {
    sentFrom: 'iphoneから | ipadから | outlook for ',
    sentEnd: 'から送信 | より送信 | から送信されました | を入手',
    closing: '敬具 | よろしくお願いします | よろしくお願いいたします | 以上',
    thanks: 'ありがとうございます | ありがとうございました',
  },
  ko: {
    sentFrom: '나의 | 내 iphone | 내 ipad',
    sentEnd: '에서 보냄 | 에서 전송 | 에서 보낸 메일 | 에서 보내짐',
    closing: '감사드립니다 | 올림 | 드림 | 안녕히 계세요',
    thanks: '감사합니다 | 고맙습니다',
  },
} as const satisfies Record<string, SignatureLocale>;
