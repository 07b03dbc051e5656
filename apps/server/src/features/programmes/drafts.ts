import type { ProgrammeDraft } from '@xueshi/contracts';
import { schema, type Reader, type Tx } from '@xueshi/database';
import { daysLater, SENSITIVE_KEY_GROUP, wholeMonthsLater, type Recurrence } from '@xueshi/domain';
import { and, eq, inArray } from 'drizzle-orm';
import { administeredUnit } from '../../platform/authorisation.ts';
import { newId } from '../../platform/new-id.ts';
import type { Platform } from '../../platform/platform.ts';
import { Refused } from '../../platform/refused.ts';
import type { Actor } from '../../platform/sessions.ts';
import { demandGivenCategory } from '../audience-categories/service.ts';
import { recordAudit, type AuditEvent } from '../audit/service.ts';
import { publishedCatalogue } from '../catalogue/service.ts';
import { demandInUse, demandKeyGroup } from '../key-groups/service.ts';
import { administeredProgramme, mayNameReserves, requireState } from './permission.ts';
import { unitsNamed } from './reach.ts';
import { demandEntitled } from './responsible.ts';
import { coursesOf, type OrgUnitRecord, type ProgrammeRecord } from './store.ts';

const { courses, memberships, orgUnits, programmeAdvice, programmeCourses, programmes } = schema;
const { programmeOffers } = schema;

export const isDay = (day: string) => daysLater(day, 0) === day;

/** What is wrong at once, whatever else is still to be written: days, courses, and people of others. */
async function checkDraft(
  platform: Platform,
  actor: Actor,
  unit: OrgUnitRecord,
  draft: ProgrammeDraft,
  before: ProgrammeRecord | null,
): Promise<void> {
  const { db } = platform;
  const days = [draft.startsOn, draft.endsOn, ...draft.courses.flatMap(({ dueOn }) => dueOn ?? [])];
  if (!days.every(isDay) || draft.endsOn < draft.startsOn)
    throw new Refused('programme-days-wrong');
  const { keyGroups } = draft.target;
  if (keyGroups.includes(SENSITIVE_KEY_GROUP) && !(await mayNameReserves(db, actor, unit)))
    throw new Refused('forbidden');
  for (const code of keyGroups.filter((one) => !before?.target.keyGroups.includes(one)))
    demandInUse(await demandKeyGroup(db, code));
  for (const code of draft.target.categories)
    if (!before?.target.categories.includes(code)) await demandGivenCategory(db, code, null);
  if (!(await areWithin(db, unit, draft.target, before?.target ?? null)))
    throw new Refused('programme-target-outside');
  if (draft.responsibleId !== null && draft.responsibleId !== before?.responsibleId)
    await demandEntitled(platform, unit, draft.responsibleId);
}

/**
 * Whether the units and people that are newly named belong to the unit. What stood there before may
 * have been closed or moved since: it reaches nobody, and must not keep the draft from being saved.
 */
async function areWithin(
  db: Reader,
  unit: OrgUnitRecord,
  target: ProgrammeDraft['target'],
  before: ProgrammeRecord['target'] | null,
): Promise<boolean> {
  const isNew = (known: readonly string[] | undefined) => (id: string) => !known?.includes(id);
  const unitIds = target.unitIds.filter(isNew(before?.unitIds));
  const personIds = target.personIds.filter(isNew(before?.personIds));
  const units = await unitsNamed(db, unitIds);
  if (units.filter(({ path }) => path.startsWith(unit.path)).length !== unitIds.length)
    return false;
  if (personIds.length === 0) return true;
  const found = await db
    .selectDistinct({ personId: memberships.personId, path: orgUnits.path })
    .from(memberships)
    .innerJoin(orgUnits, eq(orgUnits.id, memberships.orgUnitId))
    .where(inArray(memberships.personId, personIds));
  const known = new Set(
    found.filter(({ path }) => path.startsWith(unit.path)).map(({ personId }) => personId),
  );
  return personIds.every((one) => known.has(one));
}

export interface CourseChoice {
  readonly courseId: string;
  readonly required: boolean;
  readonly dueOn: string | null;
  readonly hundredths: number;
}

async function chooseCourses(
  { db }: Platform,
  catalogue: Awaited<ReturnType<typeof publishedCatalogue>>,
  draft: ProgrammeDraft,
): Promise<CourseChoice[]> {
  const slugs = draft.courses.map(({ slug }) => slug);
  const rows =
    slugs.length === 0
      ? []
      : await db
          .select({ id: courses.id, slug: courses.slug })
          .from(courses)
          .where(inArray(courses.slug, slugs));
  const ids = new Map(rows.map(({ id, slug }) => [slug, id]));
  if (new Set(slugs).size !== slugs.length || ids.size !== slugs.length)
    throw new Refused('programme-course-unknown');
  return draft.courses.map(({ slug, required, dueOn }) => {
    const courseId = ids.get(slug) ?? '';
    const hundredths = catalogue.byId.get(courseId)?.version.valueHundredths ?? 0;
    return { courseId, required, dueOn, hundredths };
  });
}

const columnsOf = (draft: ProgrammeDraft) => ({
  title: draft.title.trim(),
  note: draft.note.trim(),
  tier: draft.tier,
  responsibleId: draft.responsibleId,
  startsOn: draft.startsOn,
  endsOn: draft.endsOn,
  target: draft.target,
  rule: draft.rule,
  recurrence: draft.recurrence,
});

export async function writeCourses(tx: Tx, programmeId: string, choices: readonly CourseChoice[]) {
  await tx.delete(programmeCourses).where(eq(programmeCourses.programmeId, programmeId));
  if (choices.length > 0)
    await tx.insert(programmeCourses).values(
      choices.map(({ courseId, required, dueOn, hundredths }, position) => ({
        ...{ programmeId, position, courseId, required, dueOn, hundredths },
      })),
    );
}

/** What every new programme begins as. */
export const begun = (orgUnitId: string, createdBy: string | null, now: Date) => ({
  id: newId(),
  orgUnitId,
  state: 'draft',
  version: 1,
  copiedFrom: null,
  takenFrom: null,
  takenVersion: null,
  nextOf: null,
  createdAt: now,
  createdBy,
  publishedAt: null,
  publishedBy: null,
  closedAt: null,
  remindedOn: null,
});

export async function createProgramme(
  platform: Platform,
  actor: Actor,
  unitId: string,
  draft: ProgrammeDraft,
): Promise<{ id: string }> {
  const unit = await administeredUnit(platform.db, actor, unitId, 'run_training');
  await checkDraft(platform, actor, unit, draft, null);
  const choices = await chooseCourses(platform, await publishedCatalogue(platform), draft);
  const now = platform.clock.now();
  const row = { ...begun(unit.id, actor.personId, now), ...columnsOf(draft) };
  await platform.write(async (tx) => {
    await tx.insert(programmes).values(row);
    await writeCourses(tx, row.id, choices);
    await audit(tx, actor, 'programme-created', row, now);
  });
  return { id: row.id };
}

/** Saves a draft or template; one that somebody else saved meanwhile is not overwritten. */
export async function saveProgramme(
  platform: Platform,
  actor: Actor,
  id: string,
  draft: ProgrammeDraft,
): Promise<{ version: number }> {
  const found = await administeredProgramme(platform.db, actor, id);
  requireState(found, 'draft', 'template');
  await checkDraft(platform, actor, found.unit, draft, found.programme);
  const choices = await chooseCourses(platform, await publishedCatalogue(platform), draft);
  const now = platform.clock.now();
  const version = draft.version + 1;
  await platform.write(async (tx) => {
    const saved = await tx
      .update(programmes)
      .set({ ...columnsOf(draft), version })
      .where(
        and(
          eq(programmes.id, id),
          eq(programmes.version, draft.version),
          inArray(programmes.state, ['draft', 'template']),
        ),
      )
      .returning({ id: programmes.id });
    if (saved.length === 0) throw new Refused('programme-changed-elsewhere');
    await writeCourses(tx, id, choices);
    await audit(tx, actor, 'programme-saved', found.programme, now);
  });
  return { version };
}

/** Drafts and templates were never anybody's duty: they may go. */
export async function discardProgramme(platform: Platform, actor: Actor, id: string) {
  const found = await administeredProgramme(platform.db, actor, id);
  requireState(found, 'draft', 'template');
  await platform.write(async (tx) => {
    await tx.delete(programmeCourses).where(eq(programmeCourses.programmeId, id));
    // What units below were offered and took stays to be read: it is where their programmes come from.
    if ((await tx.$count(programmes, eq(programmes.takenFrom, id))) > 0)
      throw new Refused('programme-offer-taken');
    await tx.delete(programmeOffers).where(eq(programmeOffers.programmeId, id));
    await tx.delete(programmeAdvice).where(eq(programmeAdvice.programmeId, id));
    const gone = await tx
      .delete(programmes)
      .where(and(eq(programmes.id, id), inArray(programmes.state, ['draft', 'template'])))
      .returning({ id: programmes.id });
    if (gone.length === 0) throw new Refused('programme-state');
    await audit(tx, actor, 'programme-discarded', found.programme, platform.clock.now());
  });
}

/** A draft for the next year, or a template; from a template, a draft with the days it has. */
export async function copyProgramme(
  platform: Platform,
  actor: Actor,
  id: string,
  as: 'draft' | 'template',
): Promise<{ id: string }> {
  const { programme } = await administeredProgramme(platform.db, actor, id);
  const now = platform.clock.now();
  const months = as === 'template' || programme.state === 'template' ? 0 : 12;
  const by = {
    state: as,
    copiedFrom: programme.id,
    nextOf: null,
    createdBy: actor.personId,
    months,
  };
  return platform.write(async (tx) => {
    const copyId = await copyWithin(tx, programme, by, now);
    await audit(tx, actor, 'programme-copied', { ...programme, id: copyId ?? '' }, now);
    return { id: copyId ?? '' };
  });
}

interface Copying {
  readonly state: string;
  readonly copiedFrom: string;
  readonly nextOf: string | null;
  readonly createdBy: string | null;
  /** Its days lie so many months later. */
  readonly months: number;
}

/** The copy's id; null where the next run of a recurring programme exists already. */
export async function copyWithin(
  tx: Tx,
  programme: ProgrammeRecord,
  { months, createdBy, ...by }: Copying,
  now: Date,
): Promise<string | null> {
  const later = (day: string) => (months === 0 ? day : wholeMonthsLater(day, months));
  const { title, note, tier, responsibleId, target, rule, takenFrom, takenVersion } = programme;
  const recurrence: Recurrence =
    by.state === 'template' ? 'none' : (programme.recurrence as Recurrence);
  const [made] = await tx
    .insert(programmes)
    .values({
      ...begun(programme.orgUnitId, createdBy, now),
      ...{ title, note, tier, responsibleId, target, rule, recurrence, takenFrom, takenVersion },
      startsOn: later(programme.startsOn),
      endsOn: later(programme.endsOn),
      ...by,
    })
    .onConflictDoNothing()
    .returning({ id: programmes.id });
  if (!made) return null;
  const choices = await coursesOf(tx, [programme.id]);
  await writeCourses(
    tx,
    made.id,
    choices.map(({ courseId, required, dueOn, hundredths }) => ({
      courseId,
      required,
      dueOn: dueOn === null ? null : later(dueOn),
      hundredths,
    })),
  );
  return made.id;
}

export const audit = (
  tx: Tx,
  actor: Actor,
  action: AuditEvent['action'],
  programme: Pick<ProgrammeRecord, 'id' | 'title' | 'orgUnitId'>,
  now: Date,
  detail: Readonly<Record<string, unknown>> = {},
) =>
  recordAudit(tx, {
    at: now,
    actorId: actor.personId,
    action,
    subject: `programme:${programme.id}`,
    detail: { title: programme.title, unitId: programme.orgUnitId, ...detail },
    address: actor.address,
  });
