// Which courses, drafts and bank items cite an article that is no longer what it was when it was cited.
import type { FlaggedPlace, LocalText, StatuteFlag } from '@xueshi/contracts';
import { schema, type Reader } from '@xueshi/database';
import { trainingDayOf } from '@xueshi/domain';
import { editionFor, editionOfYear, type ArticleChange } from '@xueshi/formats';
import { and, eq, isNotNull, ne } from 'drizzle-orm';
import type { Platform } from '../../platform/platform.ts';
import {
  changesBetween,
  keptStatutes,
  statuteNamed,
  type KeptEdition,
  type KeptStatute,
} from './store.ts';
import { differenceOf, headOf } from './views.ts';

const { bankItems, courseDrafts, courses, courseVersions, draftTexts, lessons, statuteCitations } =
  schema;

type Citation = typeof statuteCitations.$inferSelect;

interface Place {
  readonly kind: FlaggedPlace['kind'];
  readonly id: string;
  readonly title: LocalText;
  readonly lessonTitle: LocalText | null;
  readonly citation: Citation;
  /** The day whose edition it means where the library lacked the statute when it was cited. */
  readonly publishedOn: string | null;
}

async function citedByCourses(db: Reader): Promise<Place[]> {
  const rows = await db
    .select({
      course: courses,
      version: courseVersions,
      citation: statuteCitations,
      lesson: lessons.title,
    })
    .from(statuteCitations)
    .innerJoin(courseVersions, eq(courseVersions.id, statuteCitations.courseVersionId))
    .innerJoin(courses, eq(courses.currentVersionId, courseVersions.id))
    .innerJoin(
      lessons,
      and(
        eq(lessons.courseVersionId, courseVersions.id),
        eq(lessons.key, statuteCitations.lessonKey),
      ),
    )
    .where(eq(courses.state, 'published'));
  return rows.map(({ course, version, citation, lesson }) => ({
    kind: 'course',
    id: course.slug,
    title: version.title,
    lessonTitle: lesson,
    citation,
    publishedOn: trainingDayOf(version.publishedAt),
  }));
}

/** As drafts keep it; only the titles are read here. */
interface Outlined {
  readonly facts: { readonly title: LocalText };
  readonly lessons: readonly { readonly id: string; readonly title: LocalText }[];
}

async function citedByDrafts(db: Reader, draftId: string | null): Promise<Place[]> {
  const rows = await db
    .select({ draft: courseDrafts, citation: statuteCitations })
    .from(statuteCitations)
    .innerJoin(courseDrafts, eq(courseDrafts.id, statuteCitations.draftId))
    .innerJoin(
      draftTexts,
      and(
        eq(draftTexts.draftId, statuteCitations.draftId),
        eq(draftTexts.lessonId, statuteCitations.lessonKey),
      ),
    )
    // What was published as it is, is flagged as a course.
    .where(draftId === null ? ne(courseDrafts.state, 'published') : eq(courseDrafts.id, draftId));
  return rows.map(({ draft, citation }) => {
    const { facts, lessons: outlined } = draft.outline as Outlined;
    return {
      kind: 'draft',
      id: draft.id,
      title: facts.title,
      lessonTitle: outlined.find(({ id }) => id === citation.lessonKey)?.title ?? null,
      citation,
      publishedOn: null,
    };
  });
}

async function citedByBanks(db: Reader): Promise<Place[]> {
  const rows = await db
    .select({
      title: bankItems.originTitle,
      bank: bankItems.originName,
      citation: statuteCitations,
    })
    .from(statuteCitations)
    .innerJoin(bankItems, eq(bankItems.id, statuteCitations.itemId))
    .where(isNotNull(statuteCitations.bank));
  return rows.map(({ title, bank, citation }) => ({
    kind: 'bank',
    id: bank,
    title,
    lessonTitle: null,
    citation,
    publishedOn: null,
  }));
}

interface Finding {
  readonly place: Place;
  readonly statute: KeptStatute;
  readonly before: KeptEdition;
  readonly after: KeptEdition;
  readonly change: ArticleChange;
}

/** The edition that a citation meant when it was made. */
function meant({ citation, publishedOn }: Place, { editions }: KeptStatute): KeptEdition | null {
  const { editionId, year } = citation;
  const known = editions.find(({ id }) => id === editionId);
  if (known) return known;
  if (year !== null) return editionOfYear(editions, year);
  return publishedOn === null ? null : editionFor(editions, publishedOn);
}

/** Every citation whose edition has given way to one in which its article is not the same; `draftId`: of that draft alone. */
export async function findings(
  platform: Platform,
  draftId: string | null = null,
): Promise<Finding[]> {
  const { db, clock } = platform;
  const today = trainingDayOf(clock.now());
  const all = await keptStatutes(platform);
  const drafts = await citedByDrafts(db, draftId);
  const places =
    draftId === null
      ? [...(await citedByCourses(db)), ...drafts, ...(await citedByBanks(db))]
      : drafts;
  return places.flatMap((place): Finding[] => {
    const { citation } = place;
    const statute = statuteNamed(all, citation.statute);
    const after = statute && editionFor(statute.editions, today);
    if (!statute || !after) return [];
    const before = meant(place, statute);
    if (!before || before === after) return [];
    const change = changesBetween(platform, before, after).find(
      (one) => one.before?.number === citation.article,
    );
    // Who names an edition says what it says; told all the same, since it no longer holds.
    if (!change || (change.state === 'same' && citation.year === null)) return [];
    return [{ place, statute, before, after, change }];
  });
}

export async function listStatuteFlags(
  platform: Platform,
  draftId: string | null,
): Promise<{ items: FlaggedPlace[] }> {
  const today = trainingDayOf(platform.clock.now());
  const byPlace = new Map<string, FlaggedPlace>();
  for (const { place, statute, before, after, change } of await findings(platform, draftId)) {
    const { kind, id, title, lessonTitle, citation } = place;
    const flag: StatuteFlag = {
      statute: statute.title,
      article: citation.article,
      year: citation.year,
      lessonKey: citation.lessonKey,
      lessonTitle: lessonTitle && { ...lessonTitle },
      itemId: citation.itemId,
      difference: await differenceOf(change),
      before: headOf(statute.editions, before, today),
      after: headOf(statute.editions, after, today),
    };
    const key = `${kind} ${id}`;
    const one = byPlace.get(key) ?? { kind, id, title: { ...title }, flags: [] };
    one.flags.push(flag);
    byPlace.set(key, one);
  }
  return { items: [...byPlace.values()] };
}
