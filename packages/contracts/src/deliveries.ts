// Notices on their way to people: by mail, and through the messaging platform of a unit.
import { Type, type Static } from 'typebox';
import { OrgUnitRef } from './organisations.ts';
import { closed, Day, endpoint, Id, Instant, Nothing, nullable, oneOf, text } from './shared.ts';

export const MAIL_RHYTHMS = ['daily', 'weekly', 'none'] as const;
export const DELIVERY_CHANNELS = ['mail', 'webhook'] as const;
export const DELIVERY_STATES = ['waiting', 'sent', 'failed', 'given_up'] as const;
/** Why notices did not arrive; the words are made by the page. */
export const DELIVERY_TROUBLES = [
  'mail-refused',
  'mail-busy',
  'mail-login',
  'mail-unreachable',
  'mail-none',
  'address-gone',
  'overtaken',
  'hook-gone',
  'hook-name-unknown',
  'hook-address-forbidden',
  'hook-unreachable',
  'hook-timeout',
  'hook-certificate',
  'hook-redirects',
  'hook-refused',
] as const;

const Trouble = oneOf(DELIVERY_TROUBLES);
export type DeliveryTrouble = Static<typeof Trouble>;

const Delivery = {
  channel: oneOf(DELIVERY_CHANNELS),
  day: Day,
  notices: Type.Integer(),
  /** 'failed' is tried again; 'given_up' goes with the notices of the next day. */
  state: oneOf(DELIVERY_STATES),
  error: nullable(Trouble),
  attempts: Type.Integer(),
  at: Instant,
};

const MailChoice = {
  rhythm: oneOf(MAIL_RHYTHMS),
  /** null: Chinese first, English below. */
  language: nullable(oneOf(['zh-CN', 'en'] as const)),
};

export const MailDelivery = closed({
  ...MailChoice,
  /** The last letter; null where none was due yet. */
  last: nullable(closed(Delivery)),
});
export type MailDelivery = Static<typeof MailDelivery>;

export const readMailDelivery = endpoint({
  method: 'GET',
  url: '/api/v1/me/mail-delivery',
  summary: 'How often the caller gets mail, and what became of the last letter',
  tag: 'notices',
  access: 'signed_in',
  ok: { status: 200, schema: MailDelivery },
  problems: [401],
});

export const setMailDelivery = endpoint({
  method: 'PUT',
  url: '/api/v1/me/mail-delivery',
  summary: 'Choose daily, weekly or no mail, and its language',
  tag: 'notices',
  access: 'signed_in',
  body: closed(MailChoice),
  ok: { status: 204, schema: Nothing },
  problems: [400, 401, 403],
});

export const stopMail = endpoint({
  method: 'POST',
  url: '/api/v1/mail-stops',
  summary: 'No more mail for whom a letter with this token was sent',
  tag: 'notices',
  access: 'public',
  body: closed({ token: Type.String({ minLength: 1, maxLength: 200, pattern: '^[\\w.-]+$' }) }),
  ok: { status: 204, schema: Nothing },
  problems: [400, 403, 404],
});

export const DeliveryCount = closed({
  channel: oneOf(DELIVERY_CHANNELS),
  state: oneOf(DELIVERY_STATES),
  error: nullable(Trouble),
  count: Type.Integer(),
});
export type DeliveryCount = Static<typeof DeliveryCount>;

export const FailedDelivery = closed({
  id: Id,
  personId: Id,
  name: Type.String(),
  unitName: Type.String(),
  ...Delivery,
});
export type FailedDelivery = Static<typeof FailedDelivery>;

export const listDeliveries = endpoint({
  method: 'GET',
  url: '/api/v1/org-units/:id/deliveries',
  summary: 'Notices sent to people of a subtree within the last days: counts, and whom they failed',
  tag: 'notices',
  access: 'unit_admin',
  params: closed({ id: Id }),
  query: closed({ page: Type.Optional(Type.Integer({ minimum: 1, maximum: 100_000 })) }),
  ok: {
    status: 200,
    schema: closed({
      unit: OrgUnitRef,
      crumbs: Type.Array(OrgUnitRef),
      /** How many days are counted. */
      days: Type.Integer(),
      counts: Type.Array(DeliveryCount),
      items: Type.Array(FailedDelivery),
      total: Type.Integer(),
      page: Type.Integer(),
      pageSize: Type.Integer(),
    }),
  },
  problems: [400, 401, 403, 404],
});

/** One call for each person, signed, or one message a day to a group by the robot of a messaging platform. */
export const WEBHOOK_KINDS = ['xueshi', 'wecom', 'dingtalk', 'feishu'] as const;
export type WebhookKind = (typeof WEBHOOK_KINDS)[number];

export const UnitWebhook = closed({
  kind: oneOf(WEBHOOK_KINDS),
  url: Type.String(),
  setAt: Instant,
  /** Since when every call failed; after three days it is suspended. */
  failingSince: nullable(Instant),
  suspendedAt: nullable(Instant),
});
export type UnitWebhook = Static<typeof UnitWebhook>;

const webhook = {
  url: '/api/v1/org-units/:id/webhook',
  tag: 'notices',
  access: 'unit_admin',
  params: closed({ id: Id }),
  problems: [400, 401, 403, 404],
} as const;

export const readWebhook = endpoint({
  ...webhook,
  method: 'GET',
  summary: 'Where the messaging platform of a unit takes notices; the secret is not told',
  ok: {
    status: 200,
    schema: closed({
      unit: OrgUnitRef,
      crumbs: Type.Array(OrgUnitRef),
      webhook: nullable(UnitWebhook),
    }),
  },
});

export const setWebhook = endpoint({
  ...webhook,
  method: 'PUT',
  summary: 'Set kind, address and secret of the webhook; resumes one that was suspended',
  body: closed({
    kind: oneOf(WEBHOOK_KINDS),
    url: text(2_000),
    /** Group robots may be without one. */
    secret: Type.String({ maxLength: 200 }),
  }),
  ok: { status: 204, schema: Nothing },
});

export const removeWebhook = endpoint({
  ...webhook,
  method: 'DELETE',
  summary: 'Remove the webhook',
  ok: { status: 204, schema: Nothing },
});

export const testWebhook = endpoint({
  ...webhook,
  method: 'POST',
  url: '/api/v1/org-units/:id/webhook/test',
  summary: 'Send a test message and say what became of it; once in ten seconds',
  ok: { status: 200, schema: closed({ error: nullable(Trouble) }) },
  problems: [400, 401, 403, 404, 429],
});

const words = { subject: text(200), greeting: text(1_000), closing: text(1_000) };

export const LetterWords = closed(words);
export type LetterWords = Static<typeof LetterWords>;

export const LetterTemplate = closed({
  language: oneOf(['zh-CN', 'en'] as const),
  ...words,
  /** Whether these are the installation's own words. */
  isOwn: Type.Boolean(),
});
export type LetterTemplate = Static<typeof LetterTemplate>;

const template = {
  url: '/api/v1/letter-templates/:language',
  tag: 'notices',
  access: 'sys_admin',
  params: closed({ language: oneOf(['zh-CN', 'en'] as const) }),
  problems: [400, 401, 403],
} as const;

export const listLetterTemplates = endpoint({
  method: 'GET',
  url: '/api/v1/letter-templates',
  summary: 'The words around the notices of a letter, in each language',
  tag: 'notices',
  access: 'sys_admin',
  ok: { status: 200, schema: closed({ items: Type.Array(LetterTemplate) }) },
  problems: [401, 403],
});

export const setLetterTemplate = endpoint({
  ...template,
  method: 'PUT',
  summary: 'Set the words; {name}, {count}, {link} and {unit} are filled in',
  body: LetterWords,
  ok: { status: 204, schema: Nothing },
});

export const resetLetterTemplate = endpoint({
  ...template,
  method: 'DELETE',
  summary: 'Back to the words of the product',
  ok: { status: 204, schema: Nothing },
});

export const previewLetter = endpoint({
  ...template,
  method: 'POST',
  url: '/api/v1/letter-templates/:language/preview',
  summary: 'How a letter with these words would read; changes nothing',
  body: LetterWords,
  ok: { status: 200, schema: closed({ subject: Type.String(), text: Type.String() }) },
});
