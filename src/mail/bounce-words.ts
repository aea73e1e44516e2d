/** How the notices of mail servers look, in the languages they speak; all in lower case, white space folded, parted by `|`. */
import { words } from './phrases.ts';

export const SUBJECTS = words(`
  delivery problem | delivery failure | delivery incomplete | undelivered | mail delivery | failed to deliver | failed mail |
  couldn't be delivered | message blocked | address not found | delivery has been suspended | postmaster notify | ndn: | ndr: | delivery expired |
  mail system error | delivery unsuccessful | returned message | mail returned | permanent failure | nachricht nicht zugestellt |
  zustellung fehlgeschlagen | zustellung nicht möglich | fehler bei der zustellung | nicht übermittelt | zustellbericht | unzustellbare |
  echec de la remise | échec de remise | échec de livraison | échec d'acheminement | non délivré | retour à l'expéditeur | impossible de remettre |
  no se pudo entregar | correo devuelto | error de entrega | entrega fallida | fallo en la entrega | notifica di mancato | messaggio non recapitato |
  impossibile recapitare | errore di consegna | mancata consegna | não foi possível entregar | não é possível entregar | mensagem devolvida |
  erro de entrega | falha ao entregar | niet afgeleverd | kan niet worden bezorgd | aflevering mislukt | niedostarczon | nie można dostarczyć |
  nie dostarczono | zwrot wiadomości | niedostarczalna | kunde inte levereras | ej levererat | kan ikke leveres | ikke levert | kunne ikke leveres |
  uleverbar | ei voida toimittaa | toimitus epäonnistui | toimittaminen epäonnistui | nedoručiteln | nelze doručit | nedoručen | doručení se nezdařilo |
  kézbesíthetetlen | sikertelen kézbesítés | nem kézbesíthető | teslim edilemedi | teslim edilemiyor | iletilemedi | nelivrat | δεν παραδόθηκε |
  αδύνατη η παράδοση | не может быть доставлено | отказ в доставке | сбой доставки | доставка не удалась | уведомление о недоставке |
  невозможно доставить | отчет о недоставке | отчёт о недоставке | доставка отложена | задержка доставки | не вдалося доставити | не доставлено |
  邮件被退回 | 退信通知 | 无法投递 | 未送达 | 郵件無法傳送 | 無法遞送 | 寄件失敗 | 送信エラー | 配信できません | 送達不能 | 配達不能 | エラーメール | 반송 | 배달 실패 | 전송 실패 |
  배달되지 | 전달되지 | 전송실패 | לא נמסר | לא ניתן למסירה | تعذر التسليم | لم يتم التسليم | غير قابل للتسليم |
  det går inte att leverera | kunde inte skickas | ei voitu toimittaa | nelivrabil | не може да се достави | недоставено | nedostavljivo |
  neisporučivo | nije isporučen | nepristatyt | nepavyko pristatyti | nepiegādāj | nevarēja piegādāt | kättetoimetamat |
  kohaletoimetamine nurjus | không gửi được | ไม่สามารถส่ง | tidak terkirim | gagal dikirim | gagal terkirim | no es pot lliurar |
  no s'ha pogut lliurar | не дастаўлен |
  undeliver | returned mail | delivery status notification | delivery failure | delivery notification |
  mail delivery failed | failure notice | returned to sender | returning message to sender | delivery report |
  non-delivery | nondeliverable | non deliverable | could not be delivered | delivery problem | delivery error |
  mail error | mail failed | failed mail | delivery has failed | delivery has been delayed | delayed mail |
  delivery delay | delivery failed | failed delivery | message delayed | warning: message |
  warning: could not send | not delivered | not be delivered | mail system error | processing error |
  message status | rejected mail | mail rejected | mail could not | unable to deliver | error sending |
  error mail | failure delivery | delivery unsuccessful | bounced mail | user unknown | unknown user |
  no longer | address does not exist | unzustellbar | nicht zustellbar | nicht zugestellt | non remis |
  échec de la remise | non distribu | no se puede entregar | no entregado | devuelto | mancato recapito |
  non recapitabile | onbestelbaar | não entregue | falha na entrega | olevererbar | ikke leveret |
  niet bezorgd | не доставлен | не удалось доставить | недоставлен | недоставка | ошибка доставки |
  сообщение не доставлено | возвращено | 配信不能 | 配信エラー | 退信 | 系统退信 | 传输失败 | 发送失败 | 投遞失敗 | 無法傳遞 |
  mail delivery warning | delivery warning | 投递失败`);

/** How the texts begin or what they say first; spaces folded, lower case. */
export const OPENINGS = words(`
  wasn't able to be delivered | unable to receive mail | address couldn't be found | message wasn't delivered | has been returned |
  has stopped trying | rejected your message | rejected by the server | blocked by | konnte nicht an | wurde nicht zugestellt | zustellung | empfänger ist unbekannt |
  n'a pas été remis | n'a pas pu être remis | n’a pas pu être | échec de la remise | no ha sido entregado | no se ha entregado | non è stato possibile recapitare |
  non è stato recapitato | não foi entregue | kan niet worden afgeleverd | nie mogła zostać dostarczona | nie została dostarczona | kunde inte levereras |
  kunne ikke leveres | ei voitu toimittaa | nemohla být doručena | nebylo možné doručit | nem sikerült kézbesíteni | teslim edilemedi | не может быть доставлен |
  не было доставлен | не доставлен | не удалось доставить | адресат не найден | не вдалося доставити | 送信できませんでした | 届きませんでした | 배달하지 못했습니다 |
  전달하지 못했습니다 | 보내지 못했습니다 | 投递失败 | 未能投递 | nu a putut fi livrat | livrarea către | не може да бъде доставен | неуспешна доставка |
  nije isporučen | ni bilo mogoče dostaviti | dostava ni uspela | nepodarilo sa doručiť | nepavyko pristatyti | neizdevās piegādāt | ei saanud kohale |
  không thể gửi | không thành công | ไม่สามารถส่ง | tidak dapat dikirim | no s'ha pogut lliurar | לא ניתן היה למסור | تعذر تسليم |
  i'm afraid i wasn't able to deliver | was unable to deliver | unable to deliver | could not be delivered |
  cannot be delivered | can not be delivered | was not delivered | not been delivered | has not been delivered |
  did not reach the following recipient | wasn't delivered | couldn't be delivered |
  delivery to the following recipient | delivery has failed | following addresses had permanent |
  following recipient | following address | not able to deliver | were not able to deliver | could not deliver |
  cannot deliver | undeliverable | returned to sender | permanent error | permanent fatal errors |
  delivery failed | failed permanently | mail delivery system | message could not | not delivered |
  problem with the e-mail address | failed recipient | failed addresses | intended recipient | unknown user |
  user unknown | no such user | mailbox unavailable | mailbox is full | quota | does not exist | doesn't exist |
  non-existent | recipient unknown | bounced | was rejected | has been rejected | temporary problem | delayed |
  konnte nicht zugestellt werden | n'a pas pu être | no se pudo entregar | no se ha podido |
  impossibile recapitare | kon niet worden bezorgd | não pôde ser entregue | не было доставлено |
  не может быть доставлено | не удалось доставить | не доставлено | has been postponed | 无法发送 | 无法送达 | 未能送达 |
  無法傳遞 | 被退回 | 配信できません | 送信できません | 届けることができません`);

/** What only programs write. */
export const FORMULAS = words(`
  votre message n'a pas pu etre | votre message n'a pas pu être | votre message n’a pas pu être | su mensaje no pudo | su mensaje no ha podido |
  il suo messaggio non | a sua mensagem não pôde | uw bericht kon niet | twoja wiadomość nie | ditt meddelande kunde inte | vaši zprávu nelze |
  det gick inte att leverera till | toimitus seuraaville | livrarea către acești destinatari | доставка до тези получатели |
  isporuka ovim primateljima | isporuka sledećim | dostava tem prejemnikom | doručenie týmto príjemcom | nepavyko pristatyti šiems |
  neizdevās piegādāt šiem | kohaletoimetamine nurjus järgmistele | המסירה לנמענים | gửi tới những người nhận |
  hi! this is the mailer-daemon | this report relates to a message you sent | diagnostic information for administrators |
  a message that you sent could not be delivered | a message that you sent has not yet been | delivery has failed to these recipients |
  delivery to the following recipient failed | delivery to the following recipients failed | we were unable to deliver your message to |
  your message wasn't delivered to | could not be delivered to one or more recipients | there was an error delivering your mail |
  this is an automatically generated message from | was automatically created by mail delivery | this message was created automatically by the mail |
  diese nachricht wurde automatisch | ihre nachricht konnte nicht | konnte nicht an die folgenden empfänger | fehler bei der nachrichtenzustellung |
  ce message a été créé automatiquement | ce message a été généré automatiquement | échec de la remise pour ces destinataires | n'a pas pu être remis aux destinataires |
  mensaje generado automáticamente | error de entrega a estos destinatarios | no se pudo entregar a estos destinatarios | messaggio è stato generato automaticamente |
  recapito non riuscito | mensagem gerada automaticamente | falha na entrega a estes destinatários | bezorging is mislukt | wiadomość wygenerowana automatycznie |
  detta meddelande har skapats automatiskt | leverans misslyckades till | levering mislykkedes | levering mislyktes | tato zpráva byla vytvořena automaticky |
  doručení těmto příjemcům | aşağıdaki alıcılara teslim edilemedi | это сообщение создано автоматически | это письмо создано автоматически |
  это письмо было создано автоматически | письмо отправлено почтовым сервером | ваше сообщение не было доставлено | ваше письмо не было доставлено |
  ваше сообщение не может быть доставлено | ваше письмо не может быть доставлено | не удалось доставить следующим получателям | сбой доставки следующим получателям |
  ваше повідомлення не було доставлено | 以下收件人 | 无法送达以下收件人 | 無法傳遞至以下收件者 | 次の受信者 | 以下の宛先 | 다음 받는 사람 |
  failed recipient: | could not be delivered to the following | could not be delivered to the recipient |
  your message could not be delivered to | could not deliver message to the following |
  did not reach the following recipient | remote host said | delivery attempts will continue |
  non-delivery report | this is the qmail-send program |
  this message was created automatically by mail delivery | this is the mail system at | the postfix program |
  reporting-mta: | final-recipient: | failed recipients | transcript of session follows |
  your message was not delivered | the following addresses had | error code: | smtp error from remote |
  this is an automatically generated delivery status | generated automatically by | automatically generated |
  message log follows | failed addresses follow`);

export const DELAYS = words(`
  delivery status notification (delayed) | delivery is delayed | temporary failure, will retry | delivery attempts will be | we will keep trying |
  noch nicht zugestellt | zustellung verzögert | verzögert | weitere zustellversuche | n'a pas encore été | remise retardée | retardé | aún no se ha entregado |
  retrasad | non è stato ancora | in ritardo | ainda não foi entregue | atrasad | vertraagd | nog niet afgeleverd | opóźnion | fördröj | forsink | viivästy | zpožděn |
  gecik | задержка доставки | задерживается | попытки доставки будут | будет повторена | повторные попытки | ще не доставлено | 延迟 | 延遲 | 遅延 | 遅れて | 지연 |
  has been postponed | continue to try to deliver | has not yet been delivered | not yet been delivered |
  delivery attempts will continue | will be retried | will continue to | will keep trying |
  no action is required | delivery status notification (delay) | delivery delayed | delivery has been delayed |
  message delayed | still being retried | warning message only | you do not need to resend |
  you do not have to resend | has been delayed | temporarily delayed | delayed mail | this is a warning |
  message still undelivered | warning: could not send message for past | retry for | will try again |
  will retry | has experienced a delay | доставка отложена | будут продолжены`);

export const FINAL = words(`
  status: failed | is a permanent | stopped trying | endgültig | définitif | de forma permanente | попытки доставки прекращены | постоянная ошибка |
  permanent error | permanent fatal errors | i've given up | giving up on your message | delivery has failed |
  failed permanently | could not be delivered to one or more | permanent delivery failure |
  will not be retried | no further attempts`);
