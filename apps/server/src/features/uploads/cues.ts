// Subtitles of a draft, read and written cue by cue.
import type { DraftCue, DraftSubtitles } from '@xueshi/contracts';
import { schema, type Reader } from '@xueshi/database';
import { cueText, readWebVtt, writeWebVtt, type CourseOutline } from '@xueshi/formats';
import { and, eq } from 'drizzle-orm';
import { hash } from 'node:crypto';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { syncPath } from '../../platform/kept-files.ts';
import { newId } from '../../platform/new-id.ts';
import type { Platform } from '../../platform/platform.ts';
import { Refused } from '../../platform/refused.ts';
import type { Actor } from '../../platform/sessions.ts';
import { arrivingPath, keep, keptPath, makeFolders } from './folders.ts';
import { NOTHING_FOUND } from './look-through.ts';
import { demandDraft, findFile, nameOf } from './store.ts';

const { courseDrafts, draftFiles } = schema;

interface WhichFile {
  readonly draftId: string;
  readonly fileId: string;
}

/** Those that were looked through and can be used; refused where there are none. */
async function demandSubtitles(db: Reader, { draftId, fileId }: WhichFile) {
  const file = await findFile(db, draftId, fileId);
  if (file?.kind !== 'subtitles' || file.state !== 'usable') throw new Refused('not-found');
  const { fileName, keptAs, sha256 } = file;
  if (keptAs === null || sha256 === null) throw new Refused('not-found');
  return { fileName, keptAs, sha256 };
}

export async function readDraftSubtitles(
  platform: Platform,
  which: WhichFile,
): Promise<DraftSubtitles> {
  const { outline, state, savedBy, savedAt } = await demandDraft(platform.db, which.draftId);
  const { fileName, keptAs, sha256 } = await demandSubtitles(platform.db, which);
  const { cues } = readWebVtt(fileName, await readFile(keptPath(platform, keptAs), 'utf8'));
  return {
    draft: {
      title: (outline as Pick<CourseOutline, 'facts'>).facts.title,
      state: state as DraftSubtitles['draft']['state'],
      savedBy: await nameOf(platform.db, savedBy),
      savedAt: savedAt.toISOString(),
    },
    ...{ fileName, sha256 },
    cues: cues.map(({ startMs, endMs, text }) => ({ startMs, endMs, text })),
  };
}

/** The number of the first cue, from 1, that players could not show; 0 where there is none. */
const firstUnfit = (cues: readonly DraftCue[]): number =>
  1 +
  cues.findIndex(
    ({ startMs, endMs, text }, at) =>
      endMs <= startMs || startMs < (cues[at - 1]?.startMs ?? 0) || cueText(text) === '',
  );

/**
 * Writes the file anew under the id that lectures name it by. What was published keeps the file that it was
 * published with. `sha256` is that of what was read: who saves over something newer is told.
 */
export async function saveDraftSubtitles(
  platform: Platform,
  actor: Pick<Actor, 'personId'>,
  which: WhichFile,
  { sha256, cues }: { readonly sha256: string; readonly cues: readonly DraftCue[] },
): Promise<{ sha256: string }> {
  await demandSubtitles(platform.db, which);
  const number = firstUnfit(cues);
  if (number > 0) throw new Refused('subtitles-unfit', { number });
  const text = writeWebVtt(cues);
  const written = await keepText(platform, text);
  const { draftId, fileId } = which;
  const now = platform.clock.now();
  await platform.write(async (tx) => {
    if ((await demandDraft(tx, draftId)).state === 'submitted')
      throw new Refused('draft-submitted');
    const rows = await tx
      .update(draftFiles)
      .set({
        sha256: written,
        keptAs: `${written}.vtt`,
        bytes: Buffer.byteLength(text),
        found: { ...NOTHING_FOUND, cues: cues.length },
      })
      .where(
        and(
          eq(draftFiles.id, fileId),
          eq(draftFiles.draftId, draftId),
          eq(draftFiles.sha256, sha256),
        ),
      )
      .returning({ id: draftFiles.id });
    if (rows.length === 0) throw new Refused('draft-changed-elsewhere');
    if (written === sha256) return;
    await tx
      .update(courseDrafts)
      .set({ state: 'draft', savedBy: actor.personId, savedAt: now })
      .where(eq(courseDrafts.id, draftId));
  });
  return { sha256: written };
}

/** Puts a text among the kept files; gives its hash. One that nobody refers to afterwards is swept. */
async function keepText(platform: Platform, text: string): Promise<string> {
  await makeFolders(platform);
  const path = arrivingPath(platform, newId());
  try {
    await writeFile(path, text, { flag: 'wx' });
    await syncPath(path);
    const sha256 = hash('sha256', text, 'hex');
    await keep(platform, path, `${sha256}.vtt`);
    return sha256;
  } finally {
    await rm(path, { force: true });
  }
}
