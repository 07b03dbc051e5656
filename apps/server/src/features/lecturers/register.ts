// The register as administrators and authors see it, and as learners see one entry of it.
import type {
  LecturerBlock,
  LecturerCard,
  LecturerChoice,
  LecturerEntry,
  LecturerView,
} from '@xueshi/contracts';
import { schema, type Reader } from '@xueshi/database';
import { eq } from 'drizzle-orm';
import { administers, seesHeldAt, type OrgUnit } from '../../platform/authorisation.ts';
import type { Platform } from '../../platform/platform.ts';
import { Refused } from '../../platform/refused.ts';
import type { Actor } from '../../platform/sessions.ts';
import { loginNameOf, personOfLogin } from '../accounts/service.ts';
import { listOwnUnits, refOf, unitOfPerson } from '../organisations/service.ts';
import { findLecturer, lecturersSeen, wasNamed, type Held, type LecturerRow } from './store.ts';
import { biographyHtml, choiceOf, coursesByLecturer, inRegister } from './views.ts';

const { people } = schema;

const PAGE_SIZE = 24;
const MOST_CHOICES = 1000;

interface Wanted {
  readonly query?: string | undefined;
  readonly kind?: string | undefined;
  readonly topic?: string | undefined;
  readonly retired?: boolean | undefined;
  readonly page?: number | undefined;
}

/** By name in characters, in pinyin or by initials, by title, or by a field of teaching. */
function isFound({ row }: Held, words: readonly string[]): boolean {
  const said = [
    row.name,
    row.nameEn,
    row.namePinyin.replaceAll(' ', ''),
    row.nameInitials,
    row.title,
    ...row.topics,
  ].map((text) => text.toLowerCase());
  return words.every((word) => said.some((text) => text.includes(word)));
}

const wordsOf = (typed: string): string[] =>
  typed
    .normalize('NFKC')
    .toLowerCase()
    .split(/[\s,，、]+/u)
    .filter((word) => word !== '');

function topicsIn(held: readonly Held[]): string[] {
  const counts = new Map<string, number>();
  for (const topic of held.flatMap(({ row }) => row.topics))
    counts.set(topic, (counts.get(topic) ?? 0) + 1);
  return [...counts]
    .sort(([one, few], [other, many]) => many - few || one.localeCompare(other, 'zh-Hans'))
    .map(([topic]) => topic);
}

export async function listLecturers(platform: Platform, actor: Actor, wanted: Wanted) {
  const { retired = false, kind, topic = '', query = '', page = 1 } = wanted;
  const seen = await lecturersSeen(platform.db, actor, { retired, kind });
  const words = wordsOf(query);
  const found = seen.filter(
    (held) => (topic === '' || held.row.topics.includes(topic)) && isFound(held, words),
  );
  const courses = await coursesByLecturer(platform);
  const shown = found.slice((page - 1) * PAGE_SIZE, page * PAGE_SIZE);
  return {
    items: shown.map(({ row, unit }): LecturerCard => ({
      ...inRegister(row),
      unit: refOf(unit),
      retiredAt: row.retiredAt?.toISOString() ?? null,
      courses: courses.get(row.code)?.length ?? 0,
      mayEdit: administers(actor, unit.path),
    })),
    total: found.length,
    page,
    pageSize: PAGE_SIZE,
    topics: topicsIn(seen),
    mayAddAt: await listOwnUnits(platform, actor, 'administer'),
  };
}

export async function listLecturerChoices(
  { db }: Platform,
  actor: Actor,
): Promise<{ items: LecturerChoice[] }> {
  const seen = await lecturersSeen(db, actor, { retired: false });
  return { items: seen.slice(0, MOST_CHOICES).map(({ row }) => choiceOf(row)) };
}

/** The entry, if the actor may name it in a course: one that they see, and that did not retire. */
export async function demandChoice(
  db: Reader,
  actor: Actor,
  code: string,
): Promise<LecturerChoice> {
  const found = await findLecturer(db, code);
  if (!found || found.row.retiredAt !== null || !seesHeldAt(actor, found.unit.path))
    throw new Refused('lecturer-not-offered');
  return choiceOf(found.row);
}

/** Who stays in the register alone is for those who work with it; who taught a course is for everybody. */
export async function readLecturer(
  platform: Platform,
  actor: Actor,
  code: string,
): Promise<LecturerView> {
  const found = await findLecturer(platform.db, code);
  if (!found) throw new Refused('not-found');
  const { row, unit } = found;
  if (!seesHeldAt(actor, unit.path) && !(await wasNamed(platform.db, code)))
    throw new Refused('not-found');
  const courses = (await coursesByLecturer(platform)).get(code) ?? [];
  return {
    ...inRegister(row),
    biographyHtml: biographyHtml(row),
    unitName: unit.name,
    retiredAt: row.retiredAt?.toISOString() ?? null,
    courses: courses.map(({ course, version }) => ({
      slug: course.slug,
      title: version.title,
      summary: version.summary,
      area: version.area as LecturerView['courses'][number]['area'],
      valueHundredths: version.valueHundredths,
    })),
    mayEdit: administers(actor, unit.path),
  };
}

/** What a course page says of its lecturer; null where the register does not have who is named. */
export async function lecturerBlock(
  platform: Platform,
  register: string | undefined,
  slug: string,
): Promise<LecturerBlock | null> {
  const found = register === undefined ? null : await findLecturer(platform.db, register);
  if (!found) return null;
  const courses = (await coursesByLecturer(platform)).get(register) ?? [];
  return {
    ...inRegister(found.row),
    biographyHtml: biographyHtml(found.row),
    others: courses
      .filter(({ course }) => course.slug !== slug)
      .map(({ course, version }) => ({ slug: course.slug, title: version.title })),
  };
}

/** The entry, if the actor administers the unit that holds it. */
export async function administeredLecturer(db: Reader, actor: Actor, code: string): Promise<Held> {
  const found = await findLecturer(db, code);
  if (!found || !administers(actor, found.unit.path)) throw new Refused('not-found');
  return found;
}

/** The cadre who is this lecturer, as far as the actor answers for them and a sign-in name says who it is. */
async function personShown(db: Reader, actor: Actor, { personId }: LecturerRow) {
  if (personId === null) return { loginName: '', personName: null, isLinkedElsewhere: false };
  const unit = await unitOfPerson(db, personId);
  const loginName = await loginNameOf(db, personId);
  if (!unit || loginName === null || !administers(actor, unit.path))
    return { loginName: '', personName: null, isLinkedElsewhere: true };
  const name = await nameOf(db, personId);
  return { loginName, personName: name, isLinkedElsewhere: false };
}

async function nameOf(db: Reader, personId: string | null): Promise<string | null> {
  if (personId === null) return null;
  const [row] = await db.select({ name: people.name }).from(people).where(eq(people.id, personId));
  return row?.name ?? null;
}

export async function readLecturerEntry(
  { db }: Platform,
  actor: Actor,
  code: string,
): Promise<LecturerEntry> {
  const { row, unit } = await administeredLecturer(db, actor, code);
  const { loginName, ...person } = await personShown(db, actor, row);
  return {
    code,
    version: row.version,
    unit: refOf(unit),
    form: {
      name: row.name,
      nameEn: row.nameEn,
      kind: row.kind as LecturerEntry['form']['kind'],
      title: row.title,
      topics: row.topics,
      biography: row.biography,
      biographyEn: row.biographyEn,
      loginName,
    },
    ...person,
    photoUrl: inRegister(row).photoUrl,
    retiredAt: row.retiredAt?.toISOString() ?? null,
    savedAt: row.savedAt.toISOString(),
    savedBy: await nameOf(db, row.savedBy),
  };
}

/**
 * Who is meant by a sign-in name: somebody for whom the actor answers. Nobody by that name, and somebody of
 * another subtree, are the same. Without a name a link that the actor does not see stays.
 */
export async function personMeant(
  db: Reader,
  actor: Actor,
  loginName: string,
  before: LecturerRow | null,
): Promise<string | null> {
  const typed = loginName.trim();
  if (typed === '') {
    if (before === null) return null;
    const { isLinkedElsewhere } = await personShown(db, actor, before);
    return isLinkedElsewhere ? before.personId : null;
  }
  const personId = await personOfLogin(db, typed);
  const unit: OrgUnit | null = personId === null ? null : await unitOfPerson(db, personId);
  if (!unit || !administers(actor, unit.path))
    throw new Refused('person-unknown', { login: typed });
  return personId;
}
