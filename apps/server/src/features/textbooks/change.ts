// Textbooks are added, corrected and offered no longer. Nothing is deleted: what courses name stays.
import type { TextbookForm } from '@xueshi/contracts';
import { schema, type Reader, type Tx } from '@xueshi/database';
import { readIsbn, type AuditAction } from '@xueshi/domain';
import { eq } from 'drizzle-orm';
import { drawnCode } from '../../platform/drawn-code.ts';
import { newId } from '../../platform/new-id.ts';
import type { Platform } from '../../platform/platform.ts';
import { Refused } from '../../platform/refused.ts';
import type { Actor } from '../../platform/sessions.ts';
import { recordAudit } from '../audit/service.ts';
import { initialsOf } from '../people/service.ts';
import { keepsAt, keptTextbook } from './permission.ts';
import { findTextbook, type TextbookRow } from './store.ts';

const { orgUnits, textbooks } = schema;

/** As it is kept: without blanks around, ISBN without hyphens. */
function factsOf(form: TextbookForm): TextbookForm {
  const line = (text: string) => text.replaceAll(/\s+/gu, ' ').trim();
  const facts = {
    title: line(form.title),
    authors: line(form.authors),
    publisher: line(form.publisher),
    edition: line(form.edition),
    rights: form.rights.trim(),
  };
  if (Object.values(facts).includes('')) throw new Refused('text-empty');
  const isbn = line(form.isbn) === '' ? '' : readIsbn(form.isbn);
  if (isbn === null) throw new Refused('textbook-isbn-unfit');
  return { ...facts, isbn };
}

async function freeCode(db: Reader, title: string): Promise<string> {
  for (;;) {
    const code = drawnCode(initialsOf(title).slice(0, 12), 'textbook');
    if ((await findTextbook(db, code)) === null) return code;
  }
}

export async function recordChange(
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

export async function addTextbook(
  { write, clock }: Platform,
  actor: Actor,
  unitId: string,
  form: TextbookForm,
): Promise<{ code: string }> {
  const now = clock.now();
  const code = await write(async (tx) => {
    const [unit] = await tx.select().from(orgUnits).where(eq(orgUnits.id, unitId));
    if (!unit || unit.closedAt !== null || !keepsAt(actor, unit.path))
      throw new Refused('not-found');
    const facts = factsOf(form);
    const chosen = await freeCode(tx, facts.title);
    await tx.insert(textbooks).values({
      id: newId(),
      code: chosen,
      orgUnitId: unit.id,
      ...facts,
      state: 'empty',
      parts: 0,
      outline: [],
      language: 'zh-CN',
      version: 1,
      createdAt: now,
      savedAt: now,
      savedBy: actor.personId,
    });
    await recordChange(tx, actor, now, {
      action: 'textbook-added',
      unitId: unit.id,
      detail: { title: facts.title, code: chosen, after: facts },
    });
    return chosen;
  });
  return { code };
}

const factsIn = ({ title, authors, publisher, edition, isbn, rights }: TextbookRow) => ({
  title,
  authors,
  publisher,
  edition,
  isbn,
  rights,
});

export async function saveTextbook(
  { write, clock }: Platform,
  actor: Actor,
  code: string,
  wish: { readonly version: number; readonly form: TextbookForm },
): Promise<void> {
  const now = clock.now();
  await write(async (tx) => {
    const { row, unit } = await keptTextbook(tx, actor, code);
    if (row.version !== wish.version) throw new Refused('textbook-changed-elsewhere');
    const facts = factsOf(wish.form);
    await update(tx, actor, now, row, facts);
    await recordChange(tx, actor, now, {
      action: 'textbook-changed',
      unitId: unit.id,
      detail: { title: facts.title, code, before: factsIn(row), after: facts },
    });
  });
}

export async function update(
  tx: Tx,
  actor: Actor,
  now: Date,
  row: TextbookRow,
  change: Partial<typeof textbooks.$inferInsert>,
): Promise<void> {
  await tx
    .update(textbooks)
    .set({ ...change, version: row.version + 1, savedAt: now, savedBy: actor.personId })
    .where(eq(textbooks.id, row.id));
}

export async function setTextbookRetired(
  { write, clock }: Platform,
  actor: Actor,
  code: string,
  retired: boolean,
): Promise<void> {
  const now = clock.now();
  await write(async (tx) => {
    const { row, unit } = await keptTextbook(tx, actor, code);
    if ((row.retiredAt !== null) === retired) return;
    await update(tx, actor, now, row, { retiredAt: retired ? now : null });
    await recordChange(tx, actor, now, {
      action: retired ? 'textbook-retired' : 'textbook-restored',
      unitId: unit.id,
      detail: { title: row.title, code },
    });
  });
}
