// Mail goes out by SMTP where the operator has named a server; otherwise there is none.
import type { Transporter } from 'nodemailer';
import type { Config } from './config.ts';

export interface Letter {
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  /** Stays the same when a letter is handed over again, so that mailboxes can tell. */
  readonly messageId?: string;
  /** Where the reader's mail program says that they want no more of these (RFC 8058); also opens in a browser. */
  readonly unsubscribeUrl?: string;
}

export interface Mail {
  /** Hands a letter to the server; throws where it does not take it within ten seconds (mailTrouble says why). */
  send(letter: Letter): Promise<void>;
}

const TIMEOUT_MS = 10_000;

/** null where no server is configured. */
export function openMail({ smtpUrl, mailFrom }: Pick<Config, 'smtpUrl' | 'mailFrom'>): Mail | null {
  if (!smtpUrl || !mailFrom) return null;
  let transport: Promise<Transporter> | null = null;
  return {
    async send({ to, subject, text, messageId, unsubscribeUrl }) {
      transport ??= transportTo(smtpUrl);
      const open = await transport;
      await open.sendMail({
        from: mailFrom,
        to: { name: '', address: to },
        subject,
        text,
        ...(messageId ? { messageId } : {}),
        ...(unsubscribeUrl ? unsubscribing(unsubscribeUrl) : {}),
      });
    },
  };
}

/** Mail programs show a button of their own for it, where the address is https as the RFC demands. */
const unsubscribing = (url: string) => ({
  list: { unsubscribe: url },
  ...(url.startsWith('https:') && {
    headers: { 'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click' },
  }),
});

/** Loaded with the first letter: without mail, the memory for it is not needed. */
async function transportTo(smtpUrl: URL): Promise<Transporter> {
  const { createTransport } = await import('nodemailer');
  return createTransport({
    url: smtpUrl.href,
    connectionTimeout: TIMEOUT_MS,
    greetingTimeout: TIMEOUT_MS,
    socketTimeout: TIMEOUT_MS,
    // Nothing of a letter is fetched from files or the network.
    disableFileAccess: true,
    disableUrlAccess: true,
  });
}

/** Why a letter was not taken. 'mail-refused' is for good, the others may pass. */
export type MailTrouble = 'mail-refused' | 'mail-busy' | 'mail-login' | 'mail-unreachable';

/** What the server, or its silence, means; the words of the server are not kept. */
export function mailTrouble(error: unknown): MailTrouble {
  const { code, responseCode } = error as { code?: unknown; responseCode?: unknown };
  if (code === 'EAUTH') return 'mail-login';
  if (typeof responseCode !== 'number') return 'mail-unreachable';
  return responseCode >= 500 ? 'mail-refused' : 'mail-busy';
}
