// Administrators add entries to the register, change them, and retire lecturers. Nothing is deleted: what
// courses name stays.
import { BIOGRAPHY_MOST, type LecturerForm } from '@xueshi/contracts';
import { schema, type Reader, type Tx } from '@xueshi/database';
import type { AuditAction } from '@xueshi/domain';
import { eq } from 'drizzle-orm';
import type { Readable } from 'node:stream';
import { administeredUnit } from '../../platform/authorisation.ts';
import { drawnCode } from '../../platform/drawn-code.ts';
import { newId } from '../../platform/new-id.ts';
import type { Platform } from '../../platform/platform.ts';
import { properName } from '../../platform/proper-name.ts';
import { beginningOf, proseOf } from '../../platform/prose.ts';
import { Refused } from '../../platform/refused.ts';
import type { Actor } from '../../platform/sessions.ts';
import { recordAudit } from '../audit/service.ts';
import { pinyinOf } from '../people/service.ts';
import { keepPhoto } from './photo.ts';
import { administeredLecturer, personMeant } from './register.ts';
import { findLecturer, type Held, type LecturerRow } from './store.ts';

const { lecturers } = schema;

/** A code that no entry has yet. */
async function freeCode(db: Reader, name: string): Promise<string> {
  for (;;) {
    const code = drawnCode(pinyinOf(name).namePinyin, 'lecturer');
    if ((await findLecturer(db, code)) === null) return code;
  }
}

const optionalProse = (typed: string) =>
  typed.trim() === '' ? '' : proseOf(typed, BIOGRAPHY_MOST);

/** As it is kept: without blanks around, each field of teaching once. */
function factsOf(form: LecturerForm) {
  const name = properName(form.name);
  const title = form.title.trim();
  if (title === '') throw new Refused('text-empty');
  return {
    name,
    ...pinyinOf(name),
    nameEn: form.nameEn.trim(),
    kind: form.kind,
    title,
    topics: [...new Set(form.topics.map((topic) => topic.trim()).filter((topic) => topic !== ''))],
    biography: optionalProse(form.biography),
    biographyEn: optionalProse(form.biographyEn),
  };
}

type Facts = ReturnType<typeof factsOf> & Pick<LecturerRow, 'personId' | 'orgUnitId'>;

/** Of a long text its beginning. */
const told = ({ name, nameEn, kind, title, topics, biography, biographyEn, ...rest }: Facts) => ({
  name,
  nameEn,
  kind,
  title,
  topics,
  biography: beginningOf(biography, 200),
  biographyEn: beginningOf(biographyEn, 200),
  personId: rest.personId,
  orgUnitId: rest.orgUnitId,
});

async function record(
  tx: Tx,
  actor: Actor,
  at: Date,
  event: { readonly action: AuditAction; readonly unitId: string; readonly detail: object },
): Promise<void> {
  await recordAudit(tx, {
    at,
    actorId: actor.personId,
    action: event.action,
    subject: `org-unit:${event.unitId}`,
    detail: { ...event.detail },
    address: actor.address,
  });
}

export async function addLecturer(
  { db, write, clock }: Platform,
  actor: Actor,
  unitId: string,
  form: LecturerForm,
): Promise<{ code: string }> {
  const unit = await administeredUnit(db, actor, unitId);
  const now = clock.now();
  const code = await write(async (tx) => {
    const personId = await personMeant(tx, actor, form.loginName, null);
    const facts = { ...factsOf(form), personId, orgUnitId: unit.id };
    const chosen = await freeCode(tx, facts.name);
    await tx.insert(lecturers).values({
      id: newId(),
      code: chosen,
      ...facts,
      version: 1,
      createdAt: now,
      savedAt: now,
      savedBy: actor.personId,
    });
    await record(tx, actor, now, {
      action: 'lecturer-added',
      unitId: unit.id,
      detail: { lecturer: facts.name, code: chosen, after: told(facts) },
    });
    return chosen;
  });
  return { code };
}

/** Changes an entry, in the transaction; savings are counted. */
async function update(
  tx: Tx,
  actor: Actor,
  now: Date,
  row: LecturerRow,
  values: Partial<LecturerRow>,
): Promise<void> {
  await tx
    .update(lecturers)
    .set({ ...values, version: row.version + 1, savedAt: now, savedBy: actor.personId })
    .where(eq(lecturers.id, row.id));
}

/** Another unit that is to hold the entry is one that the actor administers as well. */
export async function saveLecturer(
  { write, clock }: Platform,
  actor: Actor,
  code: string,
  wish: { readonly version: number; readonly form: LecturerForm; readonly unitId?: string },
): Promise<void> {
  const now = clock.now();
  await write(async (tx) => {
    const { row, unit }: Held = await administeredLecturer(tx, actor, code);
    if (row.version !== wish.version) throw new Refused('lecturer-changed-elsewhere');
    const holder = wish.unitId ? await administeredUnit(tx, actor, wish.unitId) : unit;
    const personId = await personMeant(tx, actor, wish.form.loginName, row);
    const facts = { ...factsOf(wish.form), personId, orgUnitId: holder.id };
    await update(tx, actor, now, row, facts);
    await record(tx, actor, now, {
      action: 'lecturer-changed',
      unitId: holder.id,
      detail: { lecturer: facts.name, code, before: told(row as Facts), after: told(facts) },
    });
  });
}

export async function setLecturerRetired(
  { write, clock }: Platform,
  actor: Actor,
  code: string,
  retired: boolean,
): Promise<void> {
  const now = clock.now();
  await write(async (tx) => {
    const { row, unit } = await administeredLecturer(tx, actor, code);
    if ((row.retiredAt !== null) === retired) return;
    await update(tx, actor, now, row, { retiredAt: retired ? now : null });
    await record(tx, actor, now, {
      action: retired ? 'lecturer-retired' : 'lecturer-restored',
      unitId: unit.id,
      detail: { lecturer: row.name, code },
    });
  });
}

async function showPhoto(
  { write, clock }: Platform,
  actor: Actor,
  code: string,
  photo: string | null,
): Promise<void> {
  const now = clock.now();
  await write(async (tx) => {
    const { row, unit } = await administeredLecturer(tx, actor, code);
    if (row.photo === photo) return;
    await update(tx, actor, now, row, { photo });
    await record(tx, actor, now, {
      action: 'lecturer-changed',
      unitId: unit.id,
      detail: { lecturer: row.name, code, before: { photo: row.photo }, after: { photo } },
    });
  });
}

/** Takes a picture and shows it with the entry, in one; whoever may not is refused before it is read. */
export async function setLecturerPhoto(
  platform: Platform,
  actor: Actor,
  code: string,
  content: Readable,
): Promise<void> {
  await administeredLecturer(platform.db, actor, code);
  await showPhoto(platform, actor, code, await keepPhoto(platform, content));
}

export const removeLecturerPhoto = (platform: Platform, actor: Actor, code: string) =>
  showPhoto(platform, actor, code, null);
