import type { OfflineForm, OfflineReturn } from '@xueshi/contracts';
import { m } from '@xueshi/messages';
import { formatSpan } from '#lib/format.ts';

export function formLabel(form: OfflineForm): string {
  if (form === 'video') return m.offline_form_video();
  return form === 'audio' ? m.offline_form_audio() : m.offline_form_text();
}

/** Bytes as one says them: 350000 → "0.4 MB", 12000 → "12 KB", 5.4 billion → "5.4 GB". */
export function formatSize(bytes: number): string {
  if (bytes < 100_000) return m.offline_size_kb({ size: Math.ceil(bytes / 1_000) });
  if (bytes >= 1_000_000_000)
    return m.offline_size_gb({ size: Math.floor(bytes / 100_000_000) / 10 });
  return m.offline_size_mb({ size: Math.ceil(bytes / 100_000) / 10 });
}

/** What came of study that was sent, as one sentence. */
export function outcomeText({ state, grantedMs, reason, secondsLeft }: OfflineReturn): string {
  if (secondsLeft > 0) return m.offline_outcome_wait({ seconds: secondsLeft });
  if (reason === 'policy') return m.offline_outcome_policy();
  if (reason === 'no-quiz') return m.offline_outcome_no_quiz();
  if (reason === 'expired') return m.offline_outcome_expired();
  const time = formatSpan(grantedMs);
  if (reason === 'order') return m.offline_outcome_order({ time });
  if (reason === 'clock') return m.offline_outcome_clock({ time });
  if (grantedMs > 0) return m.offline_outcome_granted({ time });
  return state === 'completed' ? m.offline_outcome_done() : m.offline_outcome_place();
}
