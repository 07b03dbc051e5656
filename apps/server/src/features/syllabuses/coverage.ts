// Which published courses cover what a syllabus asks, and what of a syllabus a course covers.
import type { CoveredPoint, SyllabusCard, SyllabusChoice, SyllabusView } from '@xueshi/contracts';
import { coverageOf, pointReference } from '@xueshi/domain';
import { writeSyllabusText } from '@xueshi/formats';
import type { Reader } from '@xueshi/database';
import { administers } from '../../platform/authorisation.ts';
import type { Platform } from '../../platform/platform.ts';
import { Refused } from '../../platform/refused.ts';
import type { Actor } from '../../platform/sessions.ts';
import { publishedCatalogue } from '../catalogue/service.ts';
import { listOwnUnits, refOf } from '../organisations/service.ts';
import {
  seenSyllabus,
  syllabusesAt,
  syllabusesOffered,
  syllabusesSeen,
  type Held,
  type SyllabusRow,
} from './store.ts';

const headOf = ({ id, code, title, edition, state }: SyllabusRow) => ({
  id,
  code,
  title,
  edition,
  state: state as SyllabusCard['state'],
});

/** The courses that can be begun, as far as they are counted here. */
async function coursesIn(platform: Platform) {
  const { courses } = await publishedCatalogue(platform);
  return courses.map(({ course, version }) => ({
    slug: course.slug,
    title: version.title,
    syllabusPoints: version.syllabusPoints,
  }));
}

export async function listSyllabuses(
  platform: Platform,
  actor: Actor,
  { replaced = false }: { readonly replaced?: boolean },
) {
  const seen = await syllabusesSeen(platform.db, actor, { replaced });
  const courses = await coursesIn(platform);
  return {
    items: seen.map(({ row, unit }): SyllabusCard => {
      const areas = coverageOf(row, courses);
      return {
        ...headOf(row),
        unit: refOf(unit),
        points: areas.reduce((sum, area) => sum + area.points.length, 0),
        covered: areas.reduce((sum, area) => sum + area.covered, 0),
        mayEdit: administers(actor, unit.path),
      };
    }),
    mayAddAt: await listOwnUnits(platform, actor, 'administer'),
  };
}

export async function readSyllabus(
  platform: Platform,
  actor: Actor,
  id: string,
): Promise<SyllabusView> {
  const { row, unit } = await seenSyllabus(platform.db, actor, id);
  const areas = coverageOf(row, await coursesIn(platform));
  return {
    ...headOf(row),
    unit: refOf(unit),
    inForceAt: row.inForceAt?.toISOString() ?? null,
    replacedAt: row.replacedAt?.toISOString() ?? null,
    areas: areas.map(({ title, covered, points }) => ({
      title,
      covered,
      points: points.map((point) => ({
        code: point.code,
        text: point.text,
        courses: point.courses.map((course) => ({ slug: course.slug, title: course.title })),
      })),
    })),
    version: row.version,
    text: writeSyllabusText(row.areas),
    mayEdit: administers(actor, unit.path),
  };
}

const choiceOf = ({ row }: Held): SyllabusChoice => ({
  code: row.code,
  title: row.title,
  edition: row.edition,
  areas: row.areas.map(({ title, points }) => ({
    title,
    points: points.map(({ code, text }) => ({ reference: pointReference(row.code, code), text })),
  })),
});

export async function listSyllabusChoices(
  { db }: Platform,
  actor: Actor,
): Promise<{ items: SyllabusChoice[] }> {
  return { items: (await syllabusesOffered(db, actor)).map(choiceOf) };
}

/** Refuses points that the actor may not newly name in a course. */
export async function demandPointsOffered(
  db: Reader,
  actor: Actor,
  references: readonly string[],
): Promise<void> {
  if (references.length === 0) return;
  const offered = (await syllabusesOffered(db, actor))
    .flatMap((one) => choiceOf(one).areas)
    .flatMap(({ points }) => points.map(({ reference }) => reference));
  const foreign = references.find((one) => !offered.includes(one));
  if (foreign !== undefined) throw new Refused('syllabus-point-not-offered', { name: foreign });
}

/** What a course covers of the syllabuses in force where the caller belongs, in their order. */
export async function coveredPoints(
  { db }: Platform,
  actor: Actor,
  references: readonly string[],
): Promise<CoveredPoint[]> {
  if (references.length === 0 || actor.unit === null) return [];
  const named = new Set(references);
  return (await syllabusesAt(db, actor.unit.path)).flatMap(({ row }) =>
    row.areas.flatMap(({ title, points }) =>
      points
        .filter(({ code }) => named.has(pointReference(row.code, code)))
        .map(({ code, text }) => ({ syllabus: row.title, area: title, code, text })),
    ),
  );
}
