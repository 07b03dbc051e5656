// What a learner is told of flags, their answer, and their appeal.
import type { OwnFlag } from '@xueshi/contracts';
import { schema, type Reader, type Tx } from '@xueshi/database';
import { APPEAL_MS, appealPath, isWithin, ROOT_PATH, type Administrator } from '@xueshi/domain';
import { and, eq, inArray } from 'drizzle-orm';
import { inForce } from '../../platform/grants-in-force.ts';
import type { Platform } from '../../platform/platform.ts';
import { Refused } from '../../platform/refused.ts';
import type { Actor } from '../../platform/sessions.ts';
import { recordAudit } from '../audit/service.ts';
import { unitOfPerson } from '../organisations/service.ts';
import {
  addStep,
  changeFlag,
  findFlag,
  flagsOfPerson,
  type FlagRowStored,
  type FlagStepName,
} from './store.ts';
import { matterOf, ownView } from './views.ts';

const { accounts, orgUnits, roleGrants } = schema;

/** An open flag is nobody's business but the administrator's; a cleared one was nothing. */
export const TOLD = ['asked', 'answered', 'upheld', 'appealed', 'confirmed', 'overturned'];

export async function listOwnFlags(
  { db, clock }: Platform,
  actor: Actor,
): Promise<{ items: OwnFlag[] }> {
  const rows = await flagsOfPerson(db, actor.personId, TOLD);
  if (rows.length === 0) return { items: [] };
  const matter = await matterOf(db, rows);
  const items: OwnFlag[] = [];
  for (const row of rows) {
    const appealTo = row.state === 'appealed' ? await placeName(db, row.appealPath) : null;
    const until = appealUntil(row, clock.now());
    items.push(ownView(row, matter, { appealTo, appealUntil: until?.toISOString() ?? null }));
  }
  return { items };
}

/** Until when the decision can be appealed; null where it cannot any more. */
function appealUntil(row: FlagRowStored, now: Date): Date | null {
  if (row.state !== 'upheld' || !row.decidedAt) return null;
  const until = new Date(row.decidedAt.getTime() + APPEAL_MS);
  return now <= until ? until : null;
}

async function placeName(db: Reader, path: string | null): Promise<string | null> {
  if (path === null || path === ROOT_PATH) return path === null ? null : '';
  const [unit] = await db
    .select({ name: orgUnits.name })
    .from(orgUnits)
    .where(eq(orgUnits.path, path));
  return unit?.name ?? '';
}

async function take(
  platform: Platform,
  actor: Actor,
  id: string,
  { step, text }: { step: FlagStepName; text: string },
  work: (tx: Tx, flag: FlagRowStored, now: Date) => Promise<void>,
): Promise<void> {
  const now = platform.clock.now();
  await platform.write(async (tx) => {
    const flag = await findFlag(tx, id);
    if (flag?.personId !== actor.personId || !TOLD.includes(flag.state))
      throw new Refused('not-found');
    await work(tx, flag, now);
    await addStep(tx, { flagId: id, at: now, actorId: actor.personId, step, text });
    await recordAudit(tx, {
      at: now,
      actorId: actor.personId,
      action: `flag-${step}`,
      subject: `person:${actor.personId}`,
      detail: { flag: id, text },
      address: actor.address,
    });
  });
}

/** The learner's word on a question, once. */
export function answerFlag(
  platform: Platform,
  actor: Actor,
  id: string,
  text: string,
): Promise<void> {
  return take(platform, actor, id, { step: 'answered', text }, async (tx, flag) => {
    if (flag.state !== 'asked') throw new Refused('flag-not-asked');
    await changeFlag(tx, id, { state: 'answered' });
  });
}

/** Appeals, once and in time; the appeal goes to somebody else than who decided. */
export function appealFlag(
  platform: Platform,
  actor: Actor,
  id: string,
  text: string,
): Promise<void> {
  return take(platform, actor, id, { step: 'appealed', text }, async (tx, flag, now) => {
    if (!appealUntil(flag, now) || flag.decidedBy === null)
      throw new Refused('flag-not-appealable');
    const learnerPath = (await unitOfPerson(tx, flag.personId))?.path ?? ROOT_PATH;
    const administrators = await administratorsOf(tx, learnerPath, now);
    const own = administrators
      .filter((one) => one.personId === flag.decidedBy)
      .sort((a, b) => a.path.length - b.path.length)[0];
    const decider = own ?? { personId: flag.decidedBy, path: learnerPath };
    const path = appealPath(learnerPath, decider, flag.personId, administrators);
    await changeFlag(tx, id, { state: 'appealed', appealPath: path });
  });
}

/** Whoever administers a unit at this path now, each at the place where they were appointed. */
async function administratorsOf(tx: Tx, path: string, now: Date): Promise<Administrator[]> {
  const rows = await tx
    .select({ personId: roleGrants.personId, role: roleGrants.role, path: orgUnits.path })
    .from(roleGrants)
    .innerJoin(accounts, eq(accounts.personId, roleGrants.personId))
    .leftJoin(orgUnits, eq(orgUnits.id, roleGrants.orgUnitId))
    .where(
      and(
        inArray(roleGrants.role, ['unit_admin', 'sys_admin']),
        inForce(now),
        eq(accounts.state, 'active'),
      ),
    );
  return rows
    .map(({ personId, path: at }) => ({ personId, path: at ?? ROOT_PATH }))
    .filter((one) => isWithin(path, one.path));
}
