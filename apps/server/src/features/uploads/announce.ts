// Before the first byte comes: what it will be, whether it can be used and whether there is room for it.
import { schema, type Reader } from '@xueshi/database';
import { Metadata } from '@tus/server';
import { newId } from '../../platform/new-id.ts';
import type { Platform } from '../../platform/platform.ts';
import { Refused } from '../../platform/refused.ts';
import type { Actor } from '../../platform/sessions.ts';
import { hasRoom } from './folders.ts';
import { demandDraft, takenBytes, type FileKind } from './store.ts';

const MIB = 1024 ** 2;
const GIB = 1024 ** 3;

/** As the course format has them (docs/author/course-format.md). */
export const MOST_BYTES: Record<FileKind, number> = {
  recording: 4 * GIB,
  subtitles: MIB,
  slide: 8 * MIB,
  slides: 100 * MIB,
  picture: 8 * MIB,
  courseware: GIB,
};

/** By the name's end, so that a wrong choice is told before an hour of sending; what it is, its bytes say later. */
const ENDS: Record<FileKind, RegExp> = {
  recording: /\.(?:mp4|m4v|mov|qt|3gp|mkv|webm|avi|ts|mts|m2ts|mpg|mpeg|flv|f4v|wmv|asf)$/i,
  subtitles: /\.(?:srt|vtt)$/i,
  slide: /\.(?:png|jpe?g|webp)$/i,
  slides: /\.(?:pdf|pptx|odp)$/i,
  picture: /\.(?:png|jpe?g|webp)$/i,
  courseware: /\.zip$/i,
};
/** For a lecture, unless the sender says that it is for something else. */
const OF_LECTURES: readonly FileKind[] = ['recording', 'subtitles', 'slide', 'slides'];
const BY_PURPOSE: ReadonlyMap<string, readonly FileKind[]> = new Map([
  ['text', ['picture']],
  ['courseware', ['courseware']],
]);
/** What slides are written in: only a program of its own can turn it into pages. */
const PRESENTATION = /\.(?:pp[ts][xm]?|pot[xm]?|dps|odp|key)$/i;
/** Those of them that can be looked into before a program opens them. */
const OPEN_PRESENTATION = /\.(?:pptx|odp)$/i;

export interface Announced extends Omit<Announcement, 'purpose'> {
  readonly kind: FileKind;
}

/** A name to show: one line, no path, no control characters. */
export function shownName(name: string): string {
  const last = name.normalize('NFC').split(/[/\\]/).at(-1) ?? '';
  return [...last.replaceAll(/[\p{Cc}\p{Cf}]/gu, '').trim()].slice(0, 200).join('');
}

export interface Announcement {
  readonly fileName: string;
  readonly bytes: number;
  readonly fingerprint: string;
  readonly sha256: string | null;
  readonly purpose: string;
}

/** What of the tus protocol announces a file. */
export interface AnnouncingHeaders {
  readonly length: string | undefined;
  readonly metadata: string | undefined;
}

/** Reads Upload-Length and Upload-Metadata of the tus protocol, whatever is announced. */
export function readHeaders(headers: AnnouncingHeaders): Announcement {
  if (!/^\d{1,15}$/.test(headers.length ?? '')) throw new Refused('invalid-request');
  const said = metadataOf(headers.metadata);
  const sha256 = said('sha256').toLowerCase();
  if (sha256 !== '' && !/^[0-9a-f]{64}$/.test(sha256)) throw new Refused('invalid-request');
  return {
    fileName: shownName(said('filename')),
    bytes: Number(headers.length),
    fingerprint: said('fingerprint').slice(0, 200),
    sha256: sha256 === '' ? null : sha256,
    purpose: said('purpose'),
  };
}

/**
 * Reads what announces a file of a draft; refuses what cannot be used. `takesPresentations`: the machine can turn
 * them into pages.
 */
export function readAnnouncement(
  headers: AnnouncingHeaders,
  takesPresentations: boolean,
): Announced {
  const { purpose, ...announced } = readHeaders(headers);
  const { fileName, bytes } = announced;
  const kinds = BY_PURPOSE.get(purpose) ?? OF_LECTURES;
  const kind = kinds.find((one) => ENDS[one].test(fileName));
  if (!kind && kinds.includes('courseware')) throw new Refused('upload-no-package');
  if (PRESENTATION.test(fileName)) demandOpenPresentation(fileName, takesPresentations);
  if (!kind) throw new Refused('upload-kind-unfit');
  demandSize(bytes, MOST_BYTES[kind]);
  return { ...announced, kind };
}

export function demandSize(bytes: number, most: number): void {
  if (bytes === 0) throw new Refused('upload-empty');
  if (bytes > most) throw new Refused('upload-too-large', { mib: most / MIB });
}

function demandOpenPresentation(fileName: string, takesPresentations: boolean): void {
  if (!takesPresentations) throw new Refused('upload-presentation');
  if (!OPEN_PRESENTATION.test(fileName)) throw new Refused('upload-presentation-old');
}

function metadataOf(header: string | undefined): (name: string) => string {
  try {
    const parsed = Metadata.parse(header ?? '');
    return (name) => parsed[name] ?? '';
  } catch {
    throw new Refused('invalid-request');
  }
}

/** Notes a file that is going to come; the room for all of it is taken from now on. */
export async function announceUpload(
  platform: Platform,
  actor: Actor,
  draftId: string,
  announced: Announced,
): Promise<string> {
  const { write, clock } = platform;
  if (!(await hasRoom(platform, announced.bytes))) throw new Refused('upload-disk-full');
  const id = newId();
  const now = clock.now();
  await write(async (tx) => {
    const draft = await demandDraft(tx, draftId);
    if (draft.state === 'submitted') throw new Refused('draft-submitted');
    await demandDraftRoom(tx, platform, draftId, announced.bytes);
    await tx.insert(schema.draftUploads).values({
      id,
      draftId,
      ...announced,
      startedBy: actor.personId,
      startedAt: now,
      touchedAt: now,
    });
  });
  return id;
}

/** Refused where a draft, or all of them, would have more than is allowed with so many bytes. */
export async function demandDraftRoom(
  db: Reader,
  { config }: Pick<Platform, 'config'>,
  draftId: string,
  bytes: number,
): Promise<void> {
  const { mostBytes, mostBytesEach } = config.draftFiles;
  if ((await takenBytes(db, draftId)) + bytes > mostBytesEach)
    throw new Refused('upload-draft-full', { gib: inGib(mostBytesEach) });
  if ((await takenBytes(db, null)) + bytes > mostBytes)
    throw new Refused('upload-all-full', { gib: inGib(mostBytes) });
}

export const inGib = (bytes: number) => Math.round((bytes / GIB) * 10) / 10;
