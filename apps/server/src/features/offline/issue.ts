// What can be taken along, and taking it along.
import type { OfflineOffer, OfflinePermission } from '@xueshi/contracts';
import { countedRatePercent, OFFLINE_DAYS } from '@xueshi/domain';
import { newId } from '../../platform/new-id.ts';
import type { Platform } from '../../platform/platform.ts';
import { Refused } from '../../platform/refused.ts';
import type { Actor } from '../../platform/sessions.ts';
import { keepPublicKey, signingKeyOf } from '../../platform/signing.ts';
import { scriptOf } from '../cases/service.ts';
import type { Lesson } from '../catalogue/service.ts';
import { beginProgress, openLesson, readCourse, readLesson } from '../learning/service.ts';
import { findAsset, keepableLecture, mediaUrl, pictureSizes } from '../media/service.ts';
import { creditRulesOf, quizCounts } from './policy.ts';
import { logKeyOf, signPermission } from './permission.ts';
import { countHeld, insertPermission, type PermissionRow } from './store.ts';

const DAY_MS = 86_400_000;
/** More than anybody studies in a fortnight; a phone is full before that. */
const MOST_HELD = 60;

type Form = OfflinePermission['form'];

interface Parcel {
  /** Of the words themselves; they come with the permission. */
  readonly textBytes: number;
  readonly files: OfflinePermission['files'];
  readonly playlist: OfflinePermission['playlist'];
}

/** What has to be fetched for a lesson in a form; null where it cannot be taken along so. */
async function parcelOf(platform: Platform, lesson: Lesson, form: Form): Promise<Parcel | null> {
  const { content } = lesson;
  if (content.kind === 'quiz' || content.kind === 'courseware') return null;
  if (content.kind !== 'lecture') {
    if (form !== 'text') return null;
    const { pictures } = content;
    const textBytes = Buffer.byteLength(JSON.stringify(content));
    return { textBytes, files: await pictureSizes(platform, pictures), playlist: null };
  }
  if (form === 'text') return null;
  const asset = lesson.mediaAssetId && (await findAsset(platform.db, lesson.mediaAssetId));
  if (!asset || asset.state !== 'ready') return null;
  const kept = await keepableLecture(platform, asset, form);
  if (!kept) return null;
  return {
    textBytes: Buffer.byteLength(JSON.stringify(content)),
    files: kept.files.map(({ path, bytes }) => ({ url: mediaUrl(asset.id, path), bytes })),
    playlist:
      kept.playlist === null
        ? null
        : { url: mediaUrl(asset.id, 'master.m3u8'), text: kept.playlist },
  };
}

/** A quiz is marked by the server, and the time of courseware goes by its clock: neither is taken along. */
const FORMS = {
  lecture: ['video', 'audio'],
  reading: ['text'],
  case: ['text'],
  courseware: [],
  quiz: [],
} as const;

const bytesOf = ({ textBytes, files }: Parcel) =>
  files.reduce((sum, { bytes }) => sum + bytes, textBytes);

/** What of a started course can be taken along, with sizes. */
export async function readOffer(
  platform: Platform,
  actor: Actor,
  slug: string,
): Promise<OfflineOffer> {
  const now = platform.clock.now();
  const course = await readCourse(platform, actor, slug);
  if (!course.enrolment) throw new Refused('course-not-started');
  const { offlineStudy } = await creditRulesOf(platform, actor.personId);
  const lessons = [];
  for (const { key, kind, title, state } of course.lessons) {
    const { lesson } = await openLesson(platform.db, actor, { slug, lessonKey: key }, now);
    const forms = [];
    for (const form of FORMS[kind]) {
      const parcel = await parcelOf(platform, lesson, form);
      if (parcel) forms.push({ form, bytes: bytesOf(parcel) });
    }
    lessons.push({ key, kind, title, state, forms });
  }
  return {
    slug,
    title: course.title,
    days: OFFLINE_DAYS,
    ...offlineStudy,
    hasQuiz: quizCounts(course.lessons),
    lessons,
  };
}

/**
 * Permits one lesson for a fortnight. What is fetched for it comes from the lecture's own address and
 * is no evidence for a later online playback, which fetches for itself (docs/decisions/0019).
 */
export async function issuePermission(
  platform: Platform,
  actor: Actor,
  wanted: { slug: string; lessonKey: string; form: Form },
): Promise<OfflinePermission> {
  const { db, clock, secret } = platform;
  const now = clock.now();
  const { enrolment, lesson } = await openLesson(db, actor, wanted, now);
  const { content } = lesson;
  if (!FORMS[content.kind].some((form) => form === wanted.form))
    throw new Refused('wrong-lesson-kind');
  const rules = await creditRulesOf(platform, actor.personId);
  const parcel = await parcelOf(platform, lesson, wanted.form);
  if (!parcel) throw new Refused('media-not-ready');
  const isLecture = content.kind === 'lecture';
  const asset = isLecture && lesson.mediaAssetId ? await findAsset(db, lesson.mediaAssetId) : null;
  const id = newId();
  const row: PermissionRow = {
    id,
    personId: actor.personId,
    enrolmentId: enrolment.id,
    lessonId: lesson.id,
    form: wanted.form,
    mediaAssetId: asset?.id ?? null,
    durationMs: asset?.durationMs ?? 0,
    maxRatePercent: isLecture ? countedRatePercent(content.maxRate, rules.maxRatePercent) : 100,
    issuedAt: now,
    expiresAt: new Date(now.getTime() + OFFLINE_DAYS * DAY_MS),
    endedAt: null,
    lastSeq: 0,
    headHash: id,
    lastSitting: null,
    lastMonoMs: 0,
    returnedAt: null,
    granted: [],
    grantedMs: 0,
    spent: [],
    reason: null,
  };
  const key = signingKeyOf(platform);
  await platform.write(async (tx) => {
    if ((await countHeld(tx, actor.personId, now)) >= MOST_HELD)
      throw new Refused('offline-too-many');
    await keepPublicKey(tx, key, now);
    await insertPermission(tx, row);
    // Handing the text out is opening it: the server's clock of a reading or a case begins here.
    if (!isLecture) await beginProgress(tx, enrolment.id, lesson.id, now);
  });
  const view = await readLesson(platform, actor, wanted);
  if (view.kind === 'quiz' || view.kind === 'courseware')
    throw new Error(`${view.kind} is never taken along`);
  return {
    id,
    permission: signPermission(row, key),
    logKey: logKeyOf(secret, id).toString('base64url'),
    form: wanted.form,
    issuedAt: row.issuedAt.toISOString(),
    expiresAt: row.expiresAt.toISOString(),
    lesson: view,
    caseScript: content.kind === 'case' ? scriptOf(content) : null,
    files: parcel.files,
    playlist: parcel.playlist,
    bytes: bytesOf(parcel),
  };
}
