import type { DeliveryCount, DeliveryTrouble, WebhookKind } from '@xueshi/contracts';
import { m } from '@xueshi/messages';

const TROUBLES: Readonly<Record<DeliveryTrouble, () => string>> = {
  'mail-refused': m.delivery_trouble_mail_refused,
  'mail-busy': m.delivery_trouble_mail_busy,
  'mail-login': m.delivery_trouble_mail_login,
  'mail-unreachable': m.delivery_trouble_mail_unreachable,
  'mail-none': m.delivery_trouble_mail_none,
  'address-gone': m.delivery_trouble_address_gone,
  overtaken: m.delivery_trouble_overtaken,
  'hook-gone': m.delivery_trouble_hook_gone,
  'hook-name-unknown': m.delivery_trouble_hook_name_unknown,
  'hook-address-forbidden': m.delivery_trouble_hook_address_forbidden,
  'hook-unreachable': m.delivery_trouble_hook_unreachable,
  'hook-timeout': m.delivery_trouble_hook_timeout,
  'hook-certificate': m.delivery_trouble_hook_certificate,
  'hook-redirects': m.delivery_trouble_hook_redirects,
  'hook-refused': m.delivery_trouble_hook_refused,
};

/** Why something did not arrive, in words. */
export const troubleText = (trouble: DeliveryTrouble): string => TROUBLES[trouble]();

const CHANNELS = { mail: m.delivery_channel_mail, webhook: m.delivery_channel_webhook } as const;

export const channelText = (channel: DeliveryCount['channel']): string => CHANNELS[channel]();

const STATES = {
  waiting: { label: m.delivery_state_waiting, tone: 'quiet', icon: 'clock' },
  sent: { label: m.delivery_state_sent, tone: 'good', icon: 'circle-check' },
  failed: { label: m.delivery_state_failed, tone: 'warn', icon: 'clock' },
  given_up: { label: m.delivery_state_given_up, tone: 'bad', icon: 'alert' },
} as const;

export function stateLook(state: DeliveryCount['state']) {
  const { label, ...look } = STATES[state];
  return { ...look, label: label() };
}

/** The kinds of webhooks, as options of a form. */
export const webhookKinds = (): { value: WebhookKind; label: string }[] => [
  { value: 'xueshi', label: m.webhook_kind_xueshi() },
  { value: 'wecom', label: m.webhook_kind_wecom() },
  { value: 'dingtalk', label: m.webhook_kind_dingtalk() },
  { value: 'feishu', label: m.webhook_kind_feishu() },
];
