// Sends what was studied offline, once; an answer that was lost is asked for again without harm.
import type { OfflineReturn } from '@xueshi/contracts';
import { request } from '#lib/features/learning/api-client.ts';
import { dropFiles } from './kept-files.ts';
import {
  allKept,
  changeKept,
  deleteKept,
  isExpired,
  studyAfter,
  unsentOf,
  type KeptLesson,
} from './kept-store.ts';

/** As many entries as one request takes. */
const AT_ONCE = 200;

export type Sending = 'sent' | 'nothing' | 'failed' | 'signed-out';

let sending: Promise<Sending> | null = null;

/** Sends all of a person's logs, one after the other; whoever asks meanwhile waits for the same. */
export function returnStudy(personId: string): Promise<Sending> {
  sending ??= sendAll(personId).finally(() => (sending = null));
  return sending;
}

const waitsFor = (lesson: KeptLesson) =>
  unsentOf(lesson) > 0 || (lesson.outcome?.secondsLeft ?? 0) > 0;

async function sendAll(personId: string): Promise<Sending> {
  const lessons = (await allKept()).filter((lesson) => lesson.personId === personId);
  const waiting = lessons.filter((lesson) => waitsFor(lesson) && lesson.problem === null);
  let outcome: Sending = waiting.length === 0 ? 'nothing' : 'sent';
  for (const lesson of waiting) {
    const end = await sendLog(lesson);
    if (end === 'signed-out') return end;
    if (end === 'failed') outcome = end;
  }
  for (const lesson of await allKept()) {
    const isOver = isExpired(lesson) && (unsentOf(lesson) === 0 || lesson.problem !== null);
    if (lesson.personId === personId && isOver) await forget(lesson);
  }
  return outcome;
}

export async function forget(lesson: KeptLesson): Promise<void> {
  await deleteKept(lesson.id);
  await dropFiles(lesson);
}

/** Adds up the answers of one log: what counted, and what came last. */
const joined = (before: OfflineReturn | null, next: OfflineReturn): OfflineReturn => ({
  ...next,
  grantedMs: next.grantedMs + (before?.grantedMs ?? 0),
  news: next.news ?? before?.news ?? null,
});

async function sendLog(lesson: KeptLesson): Promise<Exclude<Sending, 'nothing'>> {
  let outcome: OfflineReturn | null = null;
  let { sentSeq } = lesson;
  do {
    // Where all is there already, the last entry asks how it stands now.
    const from = sentSeq < lesson.lastSeq ? sentSeq : lesson.lastSeq - 1;
    const entries = await studyAfter(lesson.id, from, AT_ONCE);
    if (entries.length === 0) return 'failed';
    const answer = await request<OfflineReturn>({
      method: 'POST',
      url: `/api/v1/offline-permissions/${lesson.id}/study`,
      body: { permission: lesson.permission.permission, entries },
    });
    if (!answer.ok) {
      const isFinal = [404, 409, 410, 422].includes(answer.status);
      if (isFinal) await changeKept(lesson.id, { problem: answer.problem?.title ?? '' });
      return answer.status === 401 ? 'signed-out' : 'failed';
    }
    outcome = joined(outcome, answer.data);
    sentSeq = answer.data.ackSeq;
    await changeKept(lesson.id, { sentSeq, outcome });
  } while (sentSeq < lesson.lastSeq);
  return 'sent';
}
