/** The HTML of mail programs, desktop, web and mobile: what stays of it, as text and as HTML, and which pictures. */
import { describe, expect, test } from 'vitest';
import { htmlToText } from '../../src/mail/html-text.ts';
import { reassemble } from '../../src/mail/reply.ts';
import { readReply } from '../../src/mail/reply-read.ts';

const OWN = '<p>Tuesday suits us.</p><p>Please bring the <b>samples</b>.</p>';
const W = 'Tuesday suits us. Please bring the samples.';
const Q = '<p>When may we come?</p><p>We could also do Thursday. <img src="cid:q1"></p>';
const ATT = 'On Mon, 2 Feb 2026 at 09:05, Ivo Brandt &lt;ivo@brandt.example&gt; wrote:';

/** Program → its HTML, and the words that are the person's. Written down from knowledge of the programs. */
const PROGRAMS: Record<string, [html: string, words: string]> = {
  'gmail 2024': [
    `<div dir="ltr">${OWN}</div><br><div class="gmail_quote gmail_quote_container"><div dir="ltr" class="gmail_attr">${ATT}<br></div><blockquote class="gmail_quote" style="margin:0px 0px 0px 0.8ex;border-left:1px solid rgb(204,204,204);padding-left:1ex">${Q}</blockquote></div>`,
    W,
  ],
  'gmail sig': [
    `<div dir="ltr">${OWN}<div><br></div><span class="gmail_signature_prefix">-- </span><br><div dir="ltr" class="gmail_signature" data-smartmail="gmail_signature"><div>Marta Vogel</div></div></div><br><div class="gmail_quote"><div class="gmail_attr">${ATT}</div><blockquote class="gmail_quote">${Q}</blockquote></div>`,
    W,
  ],
  'gmail app': [
    `<div dir="auto">${OWN}</div><br><div class="gmail_quote"><div dir="ltr" class="gmail_attr">${ATT}<br></div><blockquote class="gmail_quote">${Q}</blockquote></div>`,
    W,
  ],
  'gmail forward': [
    `<div dir="ltr">${OWN}<br><div class="gmail_quote"><div dir="ltr" class="gmail_attr">---------- Forwarded message ---------<br>From: <strong class="gmail_sendername" dir="auto">Ivo Brandt</strong> <span dir="auto">&lt;<a href="mailto:ivo@brandt.example">ivo@brandt.example</a>&gt;</span><br>Date: Mon, Feb 2, 2026 at 9:05 AM<br>Subject: Samples<br>To: Marta<br></div><br><br>${Q}</div></div>`,
    W,
  ],
  'gmail inline': [
    `<div dir="ltr"><div class="gmail_quote"><div dir="ltr" class="gmail_attr">${ATT}<br></div><blockquote class="gmail_quote">When may we come?</blockquote><div>Tuesday.</div><blockquote class="gmail_quote">And where?</blockquote><div>At the gate.</div><blockquote class="gmail_quote">Ivo</blockquote></div></div>`,
    'On Mon, 2 Feb 2026 at 09:05, Ivo Brandt <ivo@brandt.example> wrote: > When may we come? Tuesday. > And where? At the gate.',
  ],
  'outlook win': [
    `<div class="WordSection1"><p class="MsoNormal">Tuesday suits us.<o:p></o:p></p><p class="MsoNormal">Please bring the <b>samples</b>.<o:p></o:p></p><p class="MsoNormal"><o:p>&nbsp;</o:p></p><div><div style="border:none;border-top:solid #E1E1E1 1.0pt;padding:3.0pt 0cm 0cm 0cm"><p class="MsoNormal"><b><span lang="EN-US">From:</span></b><span> Ivo Brandt &lt;ivo@brandt.example&gt; <br><b>Sent:</b> Monday, February 2, 2026 9:05 AM<br><b>To:</b> Marta &lt;m@v.example&gt;<br><b>Subject:</b> RE: Samples<o:p></o:p></span></p></div></div><p class="MsoNormal"><o:p>&nbsp;</o:p></p>${Q}</div>`,
    W,
  ],
  'outlook win old': [
    `<div class=Section1><p class=MsoNormal>Tuesday suits us.</p><p class=MsoNormal>Please bring the samples.</p><div style='border:none;border-top:solid #B5C4DF 1.0pt;padding:3.0pt 0in 0in 0in'><p class=MsoNormal><b>From:</b> Ivo</p></div>${Q}</div>`,
    W,
  ],
  'outlook, its style written again by a browser': [
    `<div>${OWN}</div><div style="border-right: none; border-bottom: none; border-left: none; border-image: initial; border-top: 1pt solid rgb(225, 225, 225); padding: 3pt 0cm 0cm;"><p><b>Odosielateľ zvláštny</b></p></div>${Q}`,
    W,
  ],
  blackberry: [
    `<div>${OWN}</div><div id="_signaturePlaceholder"><p>Poslal BlackBerry</p></div><div id="_persistentHeader"><b>Od koho: </b>Ivo</div><div id="_originalContent">${Q}</div>`,
    W,
  ],
  'outlook 2003': [
    `<div>${OWN}</div><div><div class=MsoNormal align=center style='text-align:center'><hr size=2 width="100%" align=center tabindex=-1></div><p class=MsoNormal><b>From:</b> Ivo Brandt [mailto:ivo@brandt.example] <br><b>Sent:</b> Monday, February 02, 2026 9:05 AM<br><b>To:</b> Marta<br><b>Subject:</b> Samples</p></div>${Q}`,
    W,
  ],
  owa: [
    `<div class="elementToProof" style="font-family:Aptos">${OWN}</div><div id="appendonsend"></div><hr style="display:inline-block;width:98%" tabindex="-1"><div id="divRplyFwdMsg" dir="ltr"><font><b>From:</b> Ivo<br><b>Sent:</b> Mon<br></font><div>&nbsp;</div></div>${Q}`,
    W,
  ],
  'owa new': [
    `<div class="elementToProof">${OWN}</div><div id="ms-outlook-mobile-signature"><div><br></div>Get <a href="https://aka.ms/x">Outlook for iOS</a></div><div id="mail-editor-reference-message-container"><div class="ms-outlook-mobile-reference-message skipProofing"><meta><hr style="display: inline-block; width: 98%;"><div id="divRplyFwdMsg"><b>From:</b> Ivo Brandt<br></div>${Q}</div></div>`,
    W,
  ],
  'owa sig': [
    `<div>${OWN}</div><div id="Signature"><p>Marta Vogel</p></div><div id="appendonsend"></div><hr><div id="divRplyFwdMsg">From: Ivo</div>${Q}`,
    W,
  ],
  'owa light': [
    `<div style="font-size:12pt">${OWN}</div><hr tabindex="-1" style="display:inline-block; width:98%"><div id="x_x_divRplyFwdMsg" dir="ltr">Von: Ivo</div>${Q}`,
    W,
  ],
  'outlook ios text head': [
    `<div>${OWN}</div><hr style="display:inline-block;width:98%" tabindex="-1"><div id="divRplyFwdMsg" dir="ltr"><b>From:</b> x</div>${Q}`,
    W,
  ],
  'outlook mac': [
    `<div>${OWN}</div><div>&nbsp;</div><div style="border:none;border-top:solid #B5C4DF 1.0pt;padding:3.0pt 0cm 0cm 0cm"><p><b>From: </b>Ivo Brandt &lt;ivo@brandt.example&gt;<br><b>Date: </b>Monday, 2 February 2026 at 09:05<br><b>To: </b>Marta<br><b>Subject: </b>Re: Samples</p></div>${Q}`,
    W,
  ],
  'outlook mac old': [
    `<div>${OWN}</div><span id="OLK_SRC_BODY_SECTION"><div style="font-family:Calibri; border-top: #b5c4df 1pt solid"><span>From: </span> Ivo</div>${Q}</span>`,
    W,
  ],
  'outlook quote style': [
    `<div>${OWN}</div><blockquote style="border-left: #b5c4df 5 solid; padding:0 0 0 5; margin:0 0 0 5;" id="MAC_OUTLOOK_ATTRIBUTION_BLOCKQUOTE">${Q}</blockquote>`,
    W,
  ],
  hotmail: [
    `<div dir="ltr">${OWN}<br><br><div><hr id="stopSpelling">Date: Mon, 2 Feb 2026 09:05:00 +0100<br>From: ivo@brandt.example<br>To: m@v.example<br>Subject: x<br><br>${Q}</div></div>`,
    W,
  ],
  'windows mail': [
    `<div>${OWN}</div><div data-signatureblock="true">Sent from Mail</div><div style="padding-top: 5px; border-top-color: rgb(229, 229, 229); border-top-width: 1px; border-top-style: solid;"><div><b>From:</b> Ivo</div></div>${Q}`,
    W,
  ],
  'windows 10 mail': [
    `<div class=WordSection1>${OWN}<p class=MsoNormal>Sent from <a href="https://go.microsoft.com/x">Mail</a> for Windows 10</p><p class=MsoNormal>&nbsp;</p><div style='mso-element:para-border-div;border:none;border-top:solid #E1E1E1 1.0pt;padding:3.0pt 0in 0in 0in'><p class=MsoNormal><b>From: </b>Ivo</p></div>${Q}</div>`,
    W,
  ],
  apple: [
    `<html><body style="word-wrap: break-word;">${OWN}<br><div><br><blockquote type="cite"><div>On 2 Feb 2026, at 09:05, Ivo Brandt &lt;ivo@brandt.example&gt; wrote:</div><br class="Apple-interchange-newline"><div>${Q}</div></blockquote></div><br></body></html>`,
    W,
  ],
  'apple old': [
    `<html><body>${OWN}<br><div><div>On 2 Feb 2026, at 09:05, Ivo Brandt wrote:</div><br class="Apple-interchange-newline"><blockquote type="cite">${Q}</blockquote></div><br></body></html>`,
    W,
  ],
  iphone: [
    `<html><body dir="auto">${OWN}<br><div dir="ltr">Sent from my iPhone</div><div dir="ltr"><br><blockquote type="cite">On 2 Feb 2026, at 09:05, Ivo Brandt &lt;ivo@brandt.example&gt; wrote:<br><br></blockquote></div><blockquote type="cite"><div dir="ltr">${Q}</div></blockquote></body></html>`,
    W,
  ],
  'iphone sig id': [
    `<div>${OWN}</div><br><div id="AppleMailSignature" dir="ltr">Sent from my iPhone</div><div dir="ltr"><br>${ATT}<br><br></div><blockquote type="cite">${Q}</blockquote>`,
    W,
  ],
  'apple lb sig': [
    `<div>${OWN}</div><div id="lineBreakAtBeginningOfSignature"><br></div><div>Marta Vogel</div><div>Vogel Bakery</div><br><blockquote type="cite">${ATT}<br>${Q}</blockquote>`,
    `${W} Marta Vogel Vogel Bakery`,
  ],
  'apple lb sig2': [
    `${OWN}<br id="lineBreakAtBeginningOfSignature"><div dir="ltr">Von meinem iPad gesendet</div><div dir="ltr"><br><blockquote type="cite">${ATT}</blockquote></div><blockquote type="cite">${Q}</blockquote>`,
    W,
  ],
  'apple bottom': [`<div><blockquote type="cite"><div>${ATT}</div>${Q}</blockquote></div>${OWN}`, W],
  'apple inline': [
    `<div><blockquote type="cite"><div>${ATT}</div><div>When?</div></blockquote><div>Tuesday.</div><blockquote type="cite"><div>Where?</div></blockquote><div>Gate.</div></div>`,
    '> On Mon, 2 Feb 2026 at 09:05, Ivo Brandt <ivo@brandt.example> wrote: > When? Tuesday. > Where? Gate.',
  ],
  'apple fwd': [
    `${OWN}<br><div><br><blockquote type="cite"><div>Begin forwarded message:</div><br><div><span><b>From: </b></span><span>Ivo &lt;i@b.example&gt;</span></div><div><b>Subject: </b>Samples</div><br>${Q}</blockquote></div>`,
    W,
  ],
  tb: [
    `<html><body>${OWN}<div class="moz-cite-prefix">On 2/2/26 9:05 AM, Ivo Brandt wrote:<br></div><blockquote type="cite" cite="mid:x@y">${Q}</blockquote></body></html>`,
    W,
  ],
  'tb sig': [
    `${OWN}<pre class="moz-signature" cols="72">-- \nMarta Vogel</pre><div class="moz-cite-prefix">Am 02.02.26 um 09:05 schrieb Ivo:<br></div><blockquote type="cite" cite="mid:x">${Q}</blockquote>`,
    W,
  ],
  'tb bottom': [
    `<div class="moz-cite-prefix">Ivo:<br></div><blockquote type="cite" cite="mid:x">${Q}</blockquote>${OWN}<div class="moz-signature">-- <br>Marta</div>`,
    W,
  ],
  'tb forward': [
    `${OWN}<div class="moz-forward-container"><br><br>-------- Forwarded Message --------<table class="moz-email-headers-table"><tr><th>Subject: </th><td>Samples</td></tr><tr><th>From: </th><td>Ivo</td></tr></table><br>${Q}</div>`,
    W,
  ],
  yahoo: [
    `<div class="ydp1yahoo-style-wrap"><div>${OWN}</div></div><div id="ydp2yahoo_quoted_9" class="ydp2yahoo_quoted"><div><div>On Monday, Ivo wrote:</div><div>${Q}</div></div></div>`,
    W,
  ],
  yahoo2: [`<div>${OWN}</div><div class="yahoo_quoted" id="yahoo_quoted_12"><div>${ATT}</div>${Q}</div>`, W],
  'yahoo app': [
    `<div>${OWN}</div><p class="yahoo-quoted-begin" style="font-size:15px">On Mon, Feb 2, Ivo wrote:</p><blockquote class="iosymail">${Q}</blockquote>`,
    W,
  ],
  'yahoo android': [
    `<div>${OWN}</div><div id="ymail_android_signature"><a href="https://x.example">Sent from Yahoo Mail on Android</a></div><br><blockquote style="margin:0 0 20px 0;"><div style="font-family:Roboto;color:#6D00F6"><div>${ATT}</div></div><div style="padding:10px 0 0 20px">${Q}</div></blockquote>`,
    W,
  ],
  'yahoo old': [
    `<div><span>Tuesday suits us. Please bring the samples.</span></div><div><br><blockquote style="border-left:2px solid rgb(16,16,255);margin-left:5px"><div><font><hr size="1"><b>From:</b> Ivo &lt;ivo@brandt.example&gt;<br><b>To:</b> Marta<br><b>Sent:</b> Monday, February 2, 2026 9:05 AM<br><b>Subject:</b> Samples<br></font></div>${Q}</blockquote></div>`,
    W,
  ],
  aol: [
    `<div>${OWN}</div><div class="aolReplacedBody" id="AOLMsgPart_1"><div>-----Original Message-----<br>From: Ivo</div>${Q}</div>`,
    W,
  ],
  aol2: [
    `<div style="color:black">${OWN}<br><br>-----Original Message-----<br>From: Ivo Brandt &lt;ivo@brandt.example&gt;<br>To: m &lt;m@v.example&gt;<br>Sent: Mon, Feb 2, 2026 9:05 am<br>Subject: Samples<br><br><div id="aolmail_x">${Q}</div></div>`,
    W,
  ],
  'mail.ru': [
    `<HTML><BODY><div>${OWN}</div><div> </div><blockquote style="border-left:1px solid #0857A6; margin:10px; padding:0 0 0 10px;">Понедельник, 2 февраля 2026, 9:05 +03:00 от Ivo &lt;ivo@brandt.example&gt;:<br><div id="style_1"><div class="js-helper js-readmsg-msg">${Q}</div></div></blockquote></BODY></HTML>`,
    W,
  ],
  'mail.ru sig': [
    `<div>${OWN}</div><div data-signature-widget="container"><div data-signature-widget="content">--<div>Marta Vogel</div></div></div><div class="mail-quote-collapse"><blockquote style="border-left:1px solid #0857A6">${ATT}${Q}</blockquote></div>`,
    W,
  ],
  yandex: [
    `<div>${OWN}</div><div> </div><div>02.02.2026, 09:05, "Ivo" &lt;ivo@brandt.example&gt;:</div><blockquote>${Q}</blockquote>`,
    W,
  ],
  yandex2: [
    `<div>${OWN}</div><div>----------------</div><div>Кому: Marta (m@v.example);</div><div>Тема: Samples;</div><div>02.02.2026, 09:05, "Ivo" &lt;ivo@brandt.example&gt;:</div><blockquote>${Q}</blockquote>`,
    W,
  ],
  'yandex app': [
    `<div>${OWN}</div><div><br></div><div>-- <br>Отправлено из мобильного приложения Яндекс Почты</div><br>02.02.2026, 09:05, Ivo &lt;ivo@brandt.example&gt;:<br><blockquote class="b4fd5cf2ec92bc68cb898700bb81355fwmi-quote">${Q}</blockquote>`,
    W,
  ],
  zimbra: [
    `<html><body><div style="font-family: arial">${OWN}<div><br></div><hr id="zwchr" data-marker="__DIVIDER__"><div data-marker="__HEADERS__"><b>From: </b>"Ivo"<br><b>To: </b>m</div><div><br></div><div data-marker="__QUOTED_TEXT__">${Q}</div></div></body></html>`,
    W,
  ],
  proton: [
    `<div style="font-family: Arial">${OWN}</div><div class="protonmail_signature_block"><div class="protonmail_signature_block-user"></div><div class="protonmail_signature_block-proton">Sent with <a href="https://proton.me">Proton Mail</a> secure email.</div></div><br><div class="protonmail_quote">On Monday, Ivo wrote:<br><blockquote class="protonmail_quote" type="cite">${Q}</blockquote><br></div>`,
    W,
  ],
  'proton empty sig': [
    `<div>${OWN}</div><div class="protonmail_signature_block protonmail_signature_block-empty"></div><div class="protonmail_quote">‐‐‐‐‐‐‐ Original Message ‐‐‐‐‐‐‐<br>On Monday, Ivo wrote:<br><blockquote class="protonmail_quote" type="cite">${Q}</blockquote></div>`,
    W,
  ],
  gmx: [
    `<html><body><div style="font-family: Verdana"><div>${OWN}</div><div>&nbsp;<div name="quote" style="margin:10px 5px 5px 10px; padding: 10px 0 10px 10px; border-left:2px solid #C3D9E5;"><div><b>Gesendet:</b>&nbsp;Montag<br><b>Von:</b> Ivo</div><div name="quoted-content">${Q}</div></div></div></div></body></html>`,
    W,
  ],
  zoho: [
    `<div style="font-family: Verdana"><div>${OWN}</div><br><div class="zmail_extra_hr" style="border-top: 1px solid rgb(204, 204, 204);"><br></div><div class="zmail_extra" data-zbluepencil-ignore="true"><br><div id="Zm-_Id_-Sgn1">---- On Mon, 02 Feb 2026 Ivo wrote ---</div><br><blockquote id="blockquote_zmail">${Q}</blockquote></div></div>`,
    W,
  ],
  roundcube: [
    `<html><body><p>Tuesday suits us.</p><p>Please bring the samples.</p><div id="_rc_sig"></div><p id="reply-intro">On 2026-02-02 09:05, Ivo wrote:</p><blockquote type="cite" style="padding: 0 0.4em; border-left: #1010ff 2px solid; margin: 0">${Q}</blockquote></body></html>`,
    W,
  ],
  evolution: [
    `<html><body><div>Tuesday suits us.</div><div>Please bring the samples.</div><div><span><pre>-- <br></pre>Marta</span></div><div>On Mon, 2026-02-02 at 09:05 +0100, Ivo wrote:</div><blockquote type="cite" style="margin:0 0 0 .8ex; border-left:2px #729fcf solid;padding-left:1ex">${Q}</blockquote></body></html>`,
    W,
  ],
  spark: [
    `<div name="messageBodySection"><div dir="auto">${OWN}</div></div><div name="messageSignatureSection"><br><div>Marta</div></div><div name="messageReplySection">On Feb 2, 2026, 9:05 AM +0100, Ivo, wrote:<br><blockquote type="cite" class="spark_quote">${Q}</blockquote></div>`,
    W,
  ],
  superhuman: [
    `<div><div>${OWN}</div><br><div><div class="gmail_signature"></div></div><br><div><div class="gmail_quote">${ATT}<br><blockquote class="gmail_quote sh-color-black">${Q}</blockquote></div></div></div>`,
    W,
  ],
  front: [
    `<div>${OWN}</div><div class="front-signature"><br>Marta</div><br><div class="gmail_quote">${ATT}<br><blockquote type="cite" class="front-blockquote">${Q}</blockquote></div>`,
    W,
  ],
  samsung: [
    `<div dir="auto">${OWN}</div><div dir="auto"><br></div><div id="composer_signature" dir="auto"><div style="font-size:85%">Sent from my Galaxy</div></div><div><br></div><div align="left" dir="auto" style="font-size:100%;color:#000000"><div>-------- Original message --------</div><div>From: Ivo &lt;ivo@brandt.example&gt; </div><div>Date: 2/2/26  9:05 AM  (GMT+01:00) </div><div>To: m@v.example </div><div>Subject: Samples </div><div><br></div></div>${Q}`,
    W,
  ],
  'samsung en': [
    `<html><body>${OWN}<br><br><div id="composer_signature">Sent from Samsung Mobile</div><br><br>-------- Original message --------<br>From: Ivo <br>Date:02/02/2026 9:05 AM (GMT+01:00) <br>To: m <br>Subject: Samples <br><br>${Q}</body></html>`,
    W,
  ],
  bluemail: [
    `<div>${OWN}</div><div class="blue_reply"><div class="gmail_quote">On Feb 2, 2026, at 9:05 AM, Ivo &lt;<a href="mailto:ivo@brandt.example">ivo@brandt.example</a>&gt; wrote:<blockquote class="gmail_quote">${Q}</blockquote></div></div>`,
    W,
  ],
  k9: [
    `<html><body>${OWN}<br><br><div class="gmail_quote">Am 2. Februar 2026 09:05:11 MEZ schrieb Ivo &lt;ivo@brandt.example&gt;:<blockquote class="gmail_quote">${Q}</blockquote></div><div class="k9mail-signature">-- <br>Sent from K-9</div></body></html>`,
    W,
  ],
  notes: [
    `<font size=2 face="sans-serif">Tuesday suits us.</font><br><font>Please bring the samples.</font><br><br><br><br><font size=1 color=#5f5f5f>From: &nbsp; &nbsp; &nbsp; &nbsp;</font><font size=1>Ivo Brandt &lt;ivo@brandt.example&gt;</font><br><font size=1 color=#5f5f5f>To: &nbsp; &nbsp;</font><font size=1>Marta@v.example</font><br><font size=1 color=#5f5f5f>Date: &nbsp; </font><font size=1>02/02/2026 09:05 AM</font><br><font size=1 color=#5f5f5f>Subject: &nbsp; </font><font size=1>Samples</font><hr noshade><br>${Q}`,
    W,
  ],
  groupwise: [
    `<div>${OWN}</div><br>&gt;&gt;&gt; Ivo Brandt &lt;ivo@brandt.example&gt; 02.02.2026 09:05 &gt;&gt;&gt;<br>${Q}`,
    W,
  ],
  groupwise2: [
    `<div>${OWN}</div><div class="GroupWiseMessageBody"><br></div><div class="BodyQuote" style="padding-left: 7px; margin-left: 7px; border-left: solid 1px gray;">&gt;&gt;&gt; Ivo 2/2/2026 9:05 AM &gt;&gt;&gt;<br>${Q}</div>`,
    W,
  ],
  '163': [
    `<div style="line-height:1.7"><div>${OWN}</div><br><div id="divNeteaseMailCard"></div><br><div style="position:relative;zoom:1"></div><pre>At 2026-02-02 09:05:11, "Ivo" &lt;ivo@brandt.example&gt; wrote:</pre><blockquote id="isReplyContent" style="PADDING-LEFT: 1ex">${Q}</blockquote></div>`,
    W,
  ],
  qq: [
    `<div>${OWN}</div><div><br></div><div><br></div><div style="font-size: 12px;">------------------&nbsp;原始邮件&nbsp;------------------</div><div style="font-size: 12px;background:#efefef;padding:8px;"><div><b>发件人:</b>&nbsp;"Ivo"&lt;ivo@brandt.example&gt;;</div><div><b>发送时间:</b>&nbsp;2026年2月2日(星期一) 上午9:05</div><div><b>收件人:</b>&nbsp;"m"&lt;m@v.example&gt;;</div><div><b>主题:</b>&nbsp;样品</div></div><div><br></div>${Q}`,
    W,
  ],
  foxmail: [
    `<div>${OWN}</div><div><span></span><br></div><hr style="width: 210px; height: 1px;" color="#b5c4df" size="1" align="left"><div><span><div>Marta</div></span></div><blockquote style="margin-top: 0px; margin-bottom: 0px; margin-left: 0.5em;"><div>&nbsp;</div><div style="border:none;border-top:solid #B5C4DF 1.0pt;padding:3.0pt 0cm 0cm 0cm"><div style="background:#efefef"><div><b>From:</b>&nbsp;<a href="mailto:ivo@brandt.example">Ivo</a></div><div><b>Date:</b>&nbsp;2026-02-02&nbsp;09:05</div></div></div>${Q}</blockquote>`,
    `${W} Marta`,
  ],
  aliyun: [
    `<div class="__aliyun_email_body_block"><div>${OWN}</div><blockquote style="margin-right:0;margin-top:0"><div>------------------------------------------------------------------</div><div>发件人：Ivo &lt;ivo@brandt.example&gt;</div><div>发送时间：2026年2月2日(星期一) 09:05</div><div>收件人：m &lt;m@v.example&gt;</div><div>主　题：样品</div>${Q}</blockquote></div>`,
    W,
  ],
  fastmail: [
    `<html><body><div>Tuesday suits us.<br></div><div>Please bring the samples.</div><div><br></div><div>On Mon, Feb 2, 2026, at 09:05, Ivo wrote:<br></div><blockquote type="cite" id="qt"><div>${Q}</div></blockquote></body></html>`,
    W,
  ],
  hey: [
    `<div class="trix-content"><div>${OWN}<br><br>On February 2, 2026, Ivo &lt;ivo@brandt.example&gt; wrote:</div><blockquote>${Q}</blockquote></div>`,
    W,
  ],
  mailspring: [
    `${OWN}<br><signature id="1">Marta</signature><div class="gmail_quote_attribution">On Feb 2 2026, at 9:05 am, Ivo &lt;ivo@brandt.example&gt; wrote:</div><blockquote>${Q}</blockquote>`,
    W,
  ],
  nylas: [
    `${OWN}<br><br><div class="gmail_quote nylas-quote nylas-quote-id-1"><br>On Feb 2 2026, at 9:05 am, Ivo wrote: <br><blockquote class="gmail_quote">${Q}</blockquote></div>`,
    W,
  ],
  'em client': [
    `<div>${OWN}</div><div id="signature_old"></div><br><div>------ Original Message ------</div><div>From "Ivo" &lt;ivo@brandt.example&gt;</div><div>To "m" &lt;m@v.example&gt;</div><div>Date 02/02/2026 09:05:11</div><div>Subject Samples</div><br><div id="x1"><blockquote class="cite2" type="cite">${Q}</blockquote></div>`,
    W,
  ],
  mailbird: [
    `<div id="__MailbirdStyleContent" style="font-size: 10pt">${OWN}<div class="mb_sig">Marta</div><blockquote class="history_container" type="cite" style="border-left-style:solid;border-width:1px;margin-top:20px;margin-left:0px;padding-left:10px;"><p style="color: #AAAAAA; margin-top: 10px;">On 2/2/2026 9:05:11 AM, Ivo &lt;ivo@brandt.example&gt; wrote:</p>${Q}</blockquote></div>`,
    W,
  ],
  tutanota: [
    `<div>${OWN}</div><div><br></div><div>Feb 2, 2026, 09:05 by ivo@brandt.example:</div><blockquote class="tutanota_quote">${Q}</blockquote>`,
    W,
  ],
  'open-xchange': [
    `<!doctype html><html><body>${OWN}<blockquote type="cite"><div>Ivo &lt;ivo@brandt.example&gt; hat am 02.02.2026 09:05 CET geschrieben:</div><div>&nbsp;</div>${Q}</blockquote></body></html>`,
    W,
  ],
  'orange.fr': [
    `<p>Tuesday suits us.</p><p>Please bring the samples.</p><p></p><blockquote style="padding-left: 5px; margin-left: 5px; border-left: #ff0000 2px solid;">&gt; Message du 02/02/26 09:05<br>&gt; De : "Ivo" &lt;ivo@brandt.example&gt;<br>&gt; A : m@v.example<br>&gt; Copie à : <br>&gt; Objet : Samples<br>&gt; <br>${Q}</blockquote>`,
    W,
  ],
  laposte: [
    `<div>${OWN}</div><br><br><hr><div>De : "Ivo" &lt;ivo@brandt.example&gt;<br>A : m@v.example<br>Envoyé: lundi 2 février 2026 09:05<br>Objet : Samples</div>${Q}`,
    W,
  ],
  naver: [
    `<div>${OWN}</div><p>-----Original Message-----<br><b>From:</b> "Ivo"&lt;ivo@brandt.example&gt; <br><b>To:</b> &lt;m@v.example&gt;; <br><b>Cc:</b> <br><b>Sent:</b> 2026-02-02 (월) 09:05:11 (GMT+09:00)<br><b>Subject:</b> Samples<br></p>${Q}`,
    W,
  ],
  'wp.pl': [
    `<div>${OWN}</div><div class="nh_extra"><div class="nh_extra_inner">Dnia 2 lutego 2026 09:05 Ivo &lt;ivo@brandt.example&gt; napisał(a):</div><blockquote>${Q}</blockquote></div>`,
    W,
  ],
  onet: [
    `<div>${OWN}</div><div>W dniu 2026-02-02 09:05:11 użytkownik Ivo &lt;ivo@brandt.example&gt; napisał:</div><blockquote class="onet">${Q}</blockquote>`,
    W,
  ],
  seznam: [
    `<div>${OWN}</div><aside>---------- Původní e-mail ----------<br>Od: Ivo &lt;ivo@brandt.example&gt;<br>Komu: m@v.example<br>Datum: 2. 2. 2026 9:05:11<br>Předmět: Samples</aside><br><blockquote data-email="ivo@brandt.example">${Q}</blockquote>`,
    W,
  ],
  freemail: [
    `<p>Tuesday suits us.</p><p>Please bring the samples.</p><p>Ivo &lt;ivo@brandt.example&gt; írta:</p><blockquote style="border-left: 1px solid #ccc">${Q}</blockquote>`,
    W,
  ],
  sapo: [`<div>${OWN}</div><p>Citando Ivo &lt;ivo@brandt.example&gt;:</p><blockquote type="cite">${Q}</blockquote>`, W],
  libero: [
    `<html><body><p>Tuesday suits us.</p><p>Please bring the samples.</p><blockquote><p>Il 02/02/2026 09:05 CET Ivo &lt;ivo@brandt.example&gt; ha scritto:</p><p>&nbsp;</p>${Q}</blockquote></body></html>`,
    W,
  ],
  'outlook word blockquote': [
    `<div>${OWN}</div><blockquote style='margin-top:5.0pt;margin-bottom:5.0pt'><div><p class=MsoNormal>On Mon, Feb 2, 2026 at 9:05 AM Ivo &lt;ivo@brandt.example&gt; wrote:</p></div>${Q}</blockquote>`,
    W,
  ],
  'outlook express': [
    `<DIV>${OWN}</DIV><BLOCKQUOTE style="PADDING-RIGHT: 0px; PADDING-LEFT: 5px; MARGIN-LEFT: 5px; BORDER-LEFT: #000000 2px solid; MARGIN-RIGHT: 0px"><DIV style="FONT: 10pt arial">----- Original Message ----- </DIV><DIV style="BACKGROUND: #e4e4e4; FONT: 10pt arial; font-color: black"><B>From:</B> <A href="mailto:ivo@brandt.example">Ivo</A> </DIV><DIV><B>To:</B> m </DIV><DIV><B>Sent:</B> Monday, February 02, 2026 9:05 AM</DIV><DIV><B>Subject:</B> Samples</DIV>${Q}</BLOCKQUOTE>`,
    W,
  ],
  'cid own + quote': [
    `<div>Look: <img src="cid:own1"></div><div>ok?</div><br><div class="gmail_quote"><div class="gmail_attr">${ATT}</div><blockquote class="gmail_quote">${Q}</blockquote></div>`,
    'Look: ok?',
  ],
};
/** Where the HTML shows something else than the text: a picture, or a quote without marks. */
const SHOWN: Record<string, string> = {
  'cid own + quote': 'Look: [own1] ok?',
  'gmail inline':
    'On Mon, 2 Feb 2026 at 09:05, Ivo Brandt <ivo@brandt.example> wrote: When may we come? Tuesday. And where? At the gate.',
  'apple inline': 'On Mon, 2 Feb 2026 at 09:05, Ivo Brandt <ivo@brandt.example> wrote: When? Tuesday. Where? Gate.',
};

const squeezed = (text: string): string => text.replace(/\s+/g, ' ').trim();
const shown = (html: string): string =>
  squeezed(
    html
      .replace(/<img[^>]*data-cid="([^"]*)"[^>]*>/g, ' [$1] ')
      .replace(/<\/?(?:b|i|a|code)\b[^>]*>/g, '')
      .replace(/<[^>]*>/g, ' ')
      .replace(/&lt;/g, '<')
      .replace(/&gt;/g, '>'),
  );

test.each(Object.entries(PROGRAMS))('%s', (name, [html, words]) => {
  const text = htmlToText(html);
  const reply = readReply({ text, html, textFromHtml: true });
  expect(squeezed(reply.text)).toBe(words);
  expect(shown(reply.html!)).toBe(SHOWN[name] ?? words);
  expect(reassemble(reply)).toBe(text);
});

test('an answer under a quoted line stays under it, the line as a quote', () => {
  const html = PROGRAMS['gmail inline']![0];
  expect(readReply({ text: htmlToText(html), html, textFromHtml: true }).html).toContain(
    '<blockquote><p>When may we come?</p></blockquote><p>Tuesday.</p>',
  );
});

describe('a blockquote that no program marked', () => {
  const read = (html: string) => readReply({ text: htmlToText(html), html, textFromHtml: true });
  const NOTICE = '<div>This letter went through the gateway of Oak Ltd.</div>';

  test('at the end of the box that holds the message is its quote, whatever a gateway puts below that box', () => {
    const { html } = read(
      `<html><body><div><div>We agree.</div><blockquote>Shall we begin on Monday?</blockquote></div>${NOTICE}</body></html>`,
    );
    expect(html).toContain('We agree.');
    expect(html).toContain('gateway of Oak Ltd');
    expect(html).not.toContain('Monday');
  });

  test('between a person’s own words is theirs', () => {
    for (const mail of [
      '<div><p>The poet says:</p><blockquote>Rough winds do shake</blockquote><p>and is right.</p></div>',
      `<div>First</div><div><p>The poet says:</p><blockquote>Rough winds do shake</blockquote></div>${NOTICE}`,
    ])
      expect(read(`<html><body>${mail}</body></html>`).html).toContain('Rough winds do shake');
  });
});
