import type { Platform } from '../../platform/platform.ts';
import type { DeliveryRow, SendOutcome } from './store.ts';

export async function callWebhook(_platform: Platform, _row: DeliveryRow): Promise<SendOutcome> {
  return 'hook-gone';
}
