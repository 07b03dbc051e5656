// A picture that comes within a file, for the texts of a draft: by the rules of those that are sent one by one.
import { schema, type Tx } from '@xueshi/database';
import { and, eq } from 'drizzle-orm';
import { createHash } from 'node:crypto';
import { rm, writeFile } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import { syncPath } from '../../platform/kept-files.ts';
import { newId } from '../../platform/new-id.ts';
import type { Platform } from '../../platform/platform.ts';
import { Refused } from '../../platform/refused.ts';
import type { Actor } from '../../platform/sessions.ts';
import { demandDraftRoom, shownName } from './announce.ts';
import { arrivingPath, hasRoom, keep, makeFolders } from './folders.ts';
import { NOTHING_FOUND } from './look-through.ts';
import { namedFilesOf } from './named-files.ts';
import { readSentPicture } from './picture.ts';
import { demandDraft } from './store.ts';

const { draftFiles } = schema;
const KIND = 'picture';

/** Keeps it as a file of the draft; the same once more is the one that is there. Gives the name that texts show it by. */
export async function keepPictureOfText(
  platform: Platform,
  actor: Actor,
  draftId: string,
  sent: { readonly fileName: string; readonly content: Readable },
): Promise<{ name: string; file: string }> {
  const { bytes, end, width, height } = await readSentPicture(sent.content);
  if (!(await hasRoom(platform, bytes.byteLength))) throw new Refused('upload-disk-full');
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const keptAs = `${sha256}.${end}`;
  const id = newId();
  await keepBytes(platform, id, keptAs, bytes);
  const now = platform.clock.now();
  const file = await platform.write(async (tx) => {
    const draft = await demandDraft(tx, draftId);
    if (draft.state === 'submitted') throw new Refused('draft-submitted');
    const known = await usablePicture(tx, draftId, keptAs);
    if (known !== null) return known;
    await demandDraftRoom(tx, platform, draftId, bytes.byteLength);
    await tx.insert(draftFiles).values({
      ...{ id, draftId, kind: KIND, sha256, keptAs, state: 'usable' },
      fileName: shownName(sent.fileName),
      bytes: bytes.byteLength,
      found: { ...NOTHING_FOUND, width, height },
      addedBy: actor.personId,
      addedAt: now,
    });
    return id;
  });
  // One that came with a course keeps the name that it came by.
  const named = (await namedFilesOf(platform.db, draftId)).find((row) => row.id === file);
  if (!named?.name) throw new Error('a picture that was just kept is not there');
  return { name: named.name, file };
}

/** It appears whole and on the disk; what gets no row is swept. */
async function keepBytes(
  platform: Platform,
  id: string,
  keptAs: string,
  bytes: Buffer,
): Promise<void> {
  await makeFolders(platform);
  const path = arrivingPath(platform, id);
  try {
    await writeFile(path, bytes, { mode: 0o600 });
    await syncPath(path);
    await keep(platform, path, keptAs);
  } finally {
    await rm(path, { force: true });
  }
}

async function usablePicture(tx: Tx, draftId: string, keptAs: string): Promise<string | null> {
  const [row] = await tx
    .select({ id: draftFiles.id })
    .from(draftFiles)
    .where(
      and(
        eq(draftFiles.draftId, draftId),
        eq(draftFiles.keptAs, keptAs),
        eq(draftFiles.kind, KIND),
        eq(draftFiles.state, 'usable'),
      ),
    );
  return row?.id ?? null;
}
