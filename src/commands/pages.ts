/**
 * What `--help` says of each command. Apart from the commands, so that reading a page loads none of what they work with.
 */
export interface Page {
  /** One line, for the list of commands. */
  readonly summary: string;
  /** The whole page of `--help`, ending in a line end. */
  readonly help: string;
}

export const PAGES = {
  serve: {
    summary: 'runs the gateway: mail in, mail out, pages and API',
    help: `Usage: postern serve [--config FILE] [--demo] [--only ROLES]

Runs the gateway until it is stopped. An empty database is brought up by itself.

  --config FILE   the configuration (else POSTERN_CONFIG, else ./config.json, else the defaults)
  --demo          on an empty database, make a demo account with a conversation, and say where to look;
                  refused with a relay or a public URL that is not this machine
  --only ROLES    only these, by comma: smtp, http, inbound, outbound, clock
                  (several processes on one PostgreSQL)
  --json          log lines only, no words for people
  -h, --help      this page

Exit: 0 stopped, 69 something it needs is not there, 75 the same but it may pass (a port is taken, the database is away),
78 the configuration is wrong.
`,
  },
  demo: {
    summary: 'plays a whole conversation through real sockets against itself',
    help: `Usage: postern demo [--json]

Starts a gateway and a client's mail server in a temporary folder and plays a conversation between them: an employee
writes, the client gets a letter, answers it, follows its link, sends a file. Real SMTP and HTTP on free ports of this
machine; nothing leaves it, and the folder is removed at the end.

  --json       one object a station: {"station", "ok", "seen": [lines]}
  -h, --help   this page

Exit: 0 every station was as it should be, 1 one was not.
`,
  },
  migrate: {
    summary: 'brings a database up to date',
    help: `Usage: postern migrate [--config FILE] [--dry-run] [--json]

Applies what is new to the database, in one transaction. Make a backup first: there is no way back.
A database that a newer Postern wrote is refused.

  --dry-run    only say what would be applied
  --json       {"applied": [names]}
  -h, --help   this page

Exit: 0 up to date, 69 the database is newer than this program, 75 it does not answer.
`,
  },
  account: {
    summary: 'creates an account and its first admin',
    help: `Usage: postern account create NAME --admin EMAIL [--language ru|en] [--title TITLE] [--config FILE] [--json]

Creates an account and prints a link with which its first admin sets a password (good for 7 days, once).
NAME is Latin letters, digits and hyphens: it becomes part of host names.

  --admin EMAIL      the first admin
  --admin-name NAME  how the admin is called (default: the part of EMAIL before the @)
  --language ru|en   of the account's letters and pages (default en)
  --title TITLE      what people outside read: the firm's name (default NAME)
  --json             {"account", "admin", "activation"}
  -h, --help         this page

Exit: 0 created, 64 wrong use, 73 there is an account of that name.
`,
  },
  key: {
    summary: 'creates an API key',
    help: `Usage: postern key create --account NAME [--name TEXT] [--config FILE] [--json]

Creates a key for the JSON API (Authorization: Bearer KEY) and prints it. It is shown this once.

  --account NAME   whose key
  --name TEXT      what it is for, to recognise it by (default "command line")
  --json           {"id", "key"}
  -h, --help       this page

Exit: 0 created, 66 there is no such account.
`,
  },
  ingest: {
    summary: 'takes one raw mail from a pipe or a file',
    help: `Usage: postern ingest [FILE|-] [--from ADDRESS] [--to ADDRESS ...] [--authenticated-by AUTHSERV-ID] [--config FILE] [--json]

Stores one raw mail (RFC 5322) for the gateway, as a mail server's pipe does. Nothing is believed of its sender, unless
--authenticated-by names a relay listed in smtp.trustedRelays whose Authentication-Results header the mail carries.

  FILE                 the mail; - or nothing reads standard input
  --from ADDRESS       envelope sender; '' for the null sender (default: Return-Path)
  --to ADDRESS         envelope recipient, may be repeated (default: Delivered-To, X-Original-To, To, Cc)
  --authenticated-by   the authserv-id of a listed relay
  --json               {"id"}
  -h, --help           this page

Exit: 0 stored, 64 wrong use, 65 not a mail, 66 no such file, 75 try again, whatever is wrong here.
`,
  },
  inspect: {
    summary: 'say what a raw mail is: reply text, bounce, auto-reply, attachments, carriers',
    help: `Usage: postern inspect [FILE…|FOLDER|-] [OPTIONS]

Says what each mail is, as JSON: who wrote it, what they wrote above the quote, whether it is a bounce, an
auto-reply or a complaint, its attachments, and what could tie it to a task. Touches no database and, without
--auth, no network. A FILE may be one mail or an mbox; - reads standard input; a FOLDER is read with all below it.

  --as eml|text|html   what the files are; text and html are the bare body of a mail (default: eml)
  --files-from LIST    read the names of the files from LIST, one a line (- is standard input)
  --sent FILE          the letter (a mail) that these answer: its text is aligned away, whatever was done to it
  --auth               also check SPF, DKIM, DMARC and ARC by DNS, as the mail's own trace tells it
  --jsonl              one object a line, in the order given
  --json               one object, or an array of them for several mails (this is the default)
  --help               this page

A file that cannot be read gives {"file", "error"} and the next one follows.
Exit codes: 0 answered, 64 wrong usage, 65 none of the files is a mail, 66 there was nothing to read.
`,
  },
  explain: {
    summary: 'tells what would become of a mail, and why, and changes nothing',
    help: `Usage: postern explain [FILE|-] [--from ADDRESS] [--to ADDRESS ...] [--ip ADDRESS] [--helo NAME] [--config FILE] [--json]
       postern explain --inbox ID [--config FILE] [--json]

Decides one raw mail (RFC 5322) by the rules, people and tasks of the database as it is now, and tells how: what could say
where it belongs, whether its sender is proven, by which rule it is taken or held, what is cut from its text. Nothing is
stored, sent or changed. It may run beside serve.

  FILE             the mail; - or nothing reads standard input
  --from ADDRESS   envelope sender; '' for the null sender (default: Return-Path)
  --to ADDRESS     envelope recipient, may be repeated (default: Delivered-To, X-Original-To, To, Cc)
  --ip ADDRESS     whose connection it came by, for SPF (default: unknown)
  --helo NAME      and how that called itself
  --inbox ID       what became of a mail that is in the log, as it was written down then
  --json           {"account","state","outcome","reason","task","trace"}
  -h, --help       this page

Exit: 0 told, 64 wrong use, 65 not a mail, 66 no such file or no such mail in the log, 69 there is no database yet, 75 try again.
`,
  },
  templates: {
    summary: 'checks, writes out and takes in an account’s own letter templates as files',
    help: `Usage: postern templates check FOLDER [--json]
       postern templates export FOLDER --account NAME [--config FILE] [--json]
       postern templates import FOLDER --account NAME [--publish] [--original] [--config FILE] [--json]

A template is a folder with template.json ({"name", "notification": "N1"…"N5", "addSignature", "addDashboardLink",
"addFiles"}) and, for each language, ru.subject.hbs, ru.html.hbs and, if wanted, ru.text.hbs (en.… for English).
FOLDER is one template or holds several.

  check        says what is wrong: file, line, column, what was most likely meant; needs no database
  export       writes each template of the account: what is live, else what is being written
  import       takes each as a draft, into the template of that name and notification or into a new one
  --publish    make letters with them at once, where nothing is wrong
  --original   they are in the notation of the original ({{Задача.Название}}, %%$ЕСЛИ(…)$%%); what cannot be carried
               over is told with its line
  --json       what was found or done, for programs
  -h, --help   this page

Exit: 0 done, 1 something is wrong with a template, 64 wrong use, 66 no such folder or account.
`,
  },
} as const satisfies Record<string, Page>;

export type CommandName = keyof typeof PAGES;
