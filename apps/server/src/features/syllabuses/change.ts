// Administrators write syllabuses as text, edition by edition, and put them in force.
import type { SyllabusForm, SyllabusSaved } from '@xueshi/contracts';
import { schema, type Reader, type Tx } from '@xueshi/database';
import type { AuditAction } from '@xueshi/domain';
import { readSyllabusText, sentencesOf } from '@xueshi/formats';
import { and, eq } from 'drizzle-orm';
import { administeredUnit } from '../../platform/authorisation.ts';
import { drawnCode } from '../../platform/drawn-code.ts';
import { newId } from '../../platform/new-id.ts';
import type { Platform } from '../../platform/platform.ts';
import { Refused } from '../../platform/refused.ts';
import type { Actor } from '../../platform/sessions.ts';
import { recordAudit } from '../audit/service.ts';
import { initialsOf } from '../people/service.ts';
import { administeredSyllabus, editionsOf, type SyllabusRow } from './store.ts';

const { syllabuses } = schema;

function readForm(form: SyllabusForm) {
  const { areas, errors } = readSyllabusText(form.text);
  const [title, edition] = [form.title.trim(), form.edition.trim()];
  if (title === '' || edition === '') throw new Refused('text-empty');
  const faults: SyllabusSaved['faults'] = errors.map((error) => ({
    line: error.line,
    message: sentencesOf(error),
  }));
  return { faults, values: { title, edition, areas: structuredClone([...areas]) } };
}

type Written = Pick<SyllabusRow, 'orgUnitId' | 'code' | 'title' | 'edition' | 'areas'>;

const toldOf = ({ title, edition, areas }: Written) => ({
  title,
  edition,
  points: areas.reduce((sum, area) => sum + area.points.length, 0),
});

/** A line for each point, with its area and code: courses are measured by these. */
const linesOf = ({ areas }: Written): string[] =>
  areas.flatMap(({ title, points }) =>
    points.map(({ code, text }) => `${title} / ${code} ${text}`),
  );

/** The points that one has and the other has not, or not in these words. */
const onlyIn = (one: Written, other: Written): string[] => {
  const known = new Set(linesOf(other));
  return linesOf(one).filter((line) => !known.has(line));
};

async function record(
  tx: Tx,
  actor: Actor,
  at: Date,
  action: AuditAction,
  after: Written,
  before: Written | null = null,
): Promise<void> {
  const { orgUnitId, code } = after;
  await recordAudit(tx, {
    at,
    actorId: actor.personId,
    action,
    subject: `org-unit:${orgUnitId}`,
    detail:
      before === null
        ? { code, ...toldOf(after) }
        : {
            code,
            before: { ...toldOf(before), lines: onlyIn(before, after) },
            after: { ...toldOf(after), lines: onlyIn(after, before) },
          },
    address: actor.address,
  });
}

async function freeCode(db: Reader, title: string): Promise<string> {
  for (;;) {
    const code = drawnCode(initialsOf(title).slice(0, 12), 'syllabus');
    if ((await editionsOf(db, code)).length === 0) return code;
  }
}

/** Keeps it as a draft, or keeps nothing and says what is to be mended, line by line. */
export async function addSyllabus(
  { db, write, clock }: Platform,
  actor: Actor,
  unitId: string,
  form: SyllabusForm,
): Promise<SyllabusSaved> {
  const unit = await administeredUnit(db, actor, unitId);
  const { faults, values } = readForm(form);
  if (faults.length > 0) return { id: null, faults };
  const id = newId();
  await write(async (tx) => {
    const code = await freeCode(tx, values.title);
    await insertDraft(tx, actor, clock.now(), { id, code, orgUnitId: unit.id, ...values });
  });
  return { id, faults: [] };
}

async function insertDraft(
  tx: Tx,
  actor: Actor,
  now: Date,
  draft: Pick<SyllabusRow, 'id' | 'code' | 'orgUnitId' | 'title' | 'edition' | 'areas'>,
): Promise<void> {
  const saved = { createdAt: now, savedAt: now, savedBy: actor.personId };
  await tx.insert(syllabuses).values({ ...draft, state: 'draft', version: 1, ...saved });
  await record(tx, actor, now, 'syllabus-added', draft);
}

/** What is in force stays as it is: courses and figures rest on it. */
async function demandDraft(tx: Tx, actor: Actor, id: string): Promise<SyllabusRow> {
  const { row } = await administeredSyllabus(tx, actor, id);
  if (row.state !== 'draft') throw new Refused('syllabus-not-draft');
  return row;
}

async function demandFreeEdition(tx: Tx, code: string, edition: string, ownId: string | null) {
  const taken = (await editionsOf(tx, code)).some(
    (one) => one.edition === edition && one.id !== ownId,
  );
  if (taken) throw new Refused('syllabus-edition-taken', { name: edition });
}

export async function saveSyllabus(
  { db, write, clock }: Platform,
  actor: Actor,
  id: string,
  wish: { readonly version: number; readonly form: SyllabusForm },
): Promise<SyllabusSaved> {
  await administeredSyllabus(db, actor, id);
  const { faults, values } = readForm(wish.form);
  if (faults.length > 0) return { id: null, faults };
  const now = clock.now();
  await write(async (tx) => {
    const row = await demandDraft(tx, actor, id);
    if (row.version !== wish.version) throw new Refused('syllabus-changed-elsewhere');
    await demandFreeEdition(tx, row.code, values.edition, id);
    await tx
      .update(syllabuses)
      .set({ ...values, version: row.version + 1, savedAt: now, savedBy: actor.personId })
      .where(eq(syllabuses.id, id));
    await record(tx, actor, now, 'syllabus-changed', { ...row, ...values }, row);
  });
  return { id, faults: [] };
}

export async function copySyllabus(
  { write, clock }: Platform,
  actor: Actor,
  id: string,
  edition: string,
): Promise<{ id: string }> {
  const copy = newId();
  const name = edition.trim();
  if (name === '') throw new Refused('text-empty');
  await write(async (tx) => {
    const { row } = await administeredSyllabus(tx, actor, id);
    await demandFreeEdition(tx, row.code, name, null);
    const { code, orgUnitId, title, areas } = row;
    await insertDraft(tx, actor, clock.now(), {
      id: copy,
      code,
      orgUnitId,
      title,
      areas,
      edition: name,
    });
  });
  return { id: copy };
}

export async function putSyllabusInForce(
  { write, clock }: Platform,
  actor: Actor,
  id: string,
): Promise<void> {
  const now = clock.now();
  await write(async (tx) => {
    const row = await demandDraft(tx, actor, id);
    await tx
      .update(syllabuses)
      .set({ state: 'replaced', replacedAt: now })
      .where(and(eq(syllabuses.code, row.code), eq(syllabuses.state, 'in_force')));
    await tx
      .update(syllabuses)
      .set({ state: 'in_force', inForceAt: now, version: row.version + 1 })
      .where(eq(syllabuses.id, id));
    await record(tx, actor, now, 'syllabus-in-force', row);
  });
}

export async function discardSyllabus(
  { write, clock }: Platform,
  actor: Actor,
  id: string,
): Promise<void> {
  await write(async (tx) => {
    const row = await demandDraft(tx, actor, id);
    await tx.delete(syllabuses).where(eq(syllabuses.id, id));
    await record(tx, actor, clock.now(), 'syllabus-discarded', row);
  });
}
