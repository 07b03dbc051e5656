import type { AccountBatch } from '@xueshi/contracts';
import { m } from '@xueshi/messages';
import { labelOf } from '#lib/labels.ts';

const audiences = {
  without_account: m.batches_audience_without_account,
  unused_password: m.batches_audience_unused_password,
} satisfies Record<AccountBatch['audience'], () => string>;

export const audienceLabel = (audience: AccountBatch['audience']) => labelOf(audiences, audience);

/** How far a batch is, in a sentence. */
export function batchStateText(batch: AccountBatch): string {
  switch (batch.state) {
    case 'making':
      return m.batches_making({ done: batch.done, total: batch.total });
    case 'ready':
      return m.batches_ready({ done: batch.done, slips: batch.slips });
    case 'forgotten':
      return m.batches_forgotten();
  }
}
