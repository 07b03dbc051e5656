import type { ServerSetting } from '@xueshi/contracts';
import type { Config } from '../../platform/config.ts';

/** What is set where the server is started and concerns what people see; of secrets only that they are there. */
export function serverSettings(config: Config): ServerSetting[] {
  const { presence, flags } = config;
  const [least = 0, most = 0] = presence?.gapMs ?? [];
  const shown: Readonly<Record<string, string>> = {
    PUBLIC_URL: config.publicUrl?.origin ?? '',
    XUESHI_SIGN_IN_POLICY: config.signInPolicy,
    XUESHI_PRESENCE_CHECKS: presence ? `${least / 1000}-${most / 1000}` : 'off',
    XUESHI_DELIVERY_EVIDENCE: config.needsDelivery ? 'on' : 'off',
    XUESHI_FLAG_LIMITS: Object.entries(flags)
      .map(([name, limit]) => `${name}=${limit ?? 'off'}`)
      .join(' '),
    XUESHI_KEEP_HEARTBEATS_DAYS: String(config.keepHeartbeatDays),
    SMTP_URL: config.smtpUrl?.host ?? '',
    MAIL_FROM: config.mailFrom ?? '',
    XUESHI_WEBHOOK_HOSTS: config.webhookHosts.map(({ host }) => host).join(' '),
  };
  return Object.entries(shown).map(([name, value]) => ({ name, value }));
}
