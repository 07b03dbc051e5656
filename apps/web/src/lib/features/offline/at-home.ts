// What happens when somebody is at a page of ours on a device where lessons are kept.
import { invalidateAll } from '$app/navigation';
import { dropAllFiles, dropFilesOfOthers } from './kept-files.ts';
import { allKept, deleteKept, saveKept, unsentOf } from './kept-store.ts';
import { setOwner } from './owner.ts';
import { returnStudy } from './return-study.ts';

/** Another person's lessons go at once; one's own study is sent. */
export async function comeHome(personId: string): Promise<void> {
  await leaveNothingOfOthers(personId);
  setOwner(personId);
  if ((await returnStudy(personId)) === 'sent') await invalidateAll();
}

/**
 * On a shared device nobody finds what another kept. Study of theirs that was not sent yet stays, as
 * numbers without the lesson, until they sign in here again.
 */
async function leaveNothingOfOthers(personId: string): Promise<void> {
  await dropFilesOfOthers(personId);
  for (const lesson of await allKept()) {
    if (lesson.personId === personId) continue;
    if (unsentOf(lesson) === 0) await deleteKept(lesson.id);
    else if (lesson.lesson) {
      const permission = { ...lesson.permission, caseScript: null };
      await saveKept({ ...lesson, permission, lesson: null, isComplete: false });
    }
  }
}

/** Entries of a person's offline study that the server does not have, after trying to send them. */
export async function stillUnsent(personId: string): Promise<number> {
  await returnStudy(personId).catch(() => 'failed');
  const own = (await allKept()).filter((lesson) => lesson.personId === personId);
  return own.reduce((sum, lesson) => sum + unsentOf(lesson), 0);
}

/** Removes everything that this person kept here. */
export async function leaveNothing(personId: string): Promise<void> {
  await dropAllFiles(personId);
  const lessons = await allKept();
  for (const lesson of lessons) if (lesson.personId === personId) await deleteKept(lesson.id);
  // While study of others waits here, the next who signs in is asked for it.
  setOwner(lessons.some((lesson) => lesson.personId !== personId) ? 'others' : null);
}
