// A template offered to the units below the one it belongs to: who offers it, and what became of it.
import type { ProgrammeOffer, ProgrammeOfferView, ProgrammeView } from '@xueshi/contracts';
import { schema, type Reader } from '@xueshi/database';
import { SENSITIVE_KEY_GROUP, trainingDayOf, UNIT_LEVELS } from '@xueshi/domain';
import { and, eq, isNull } from 'drizzle-orm';
import { administers } from '../../platform/authorisation.ts';
import type { Platform } from '../../platform/platform.ts';
import { Refused } from '../../platform/refused.ts';
import type { Actor } from '../../platform/sessions.ts';
import { crumbsTo, refOf } from '../organisations/service.ts';
import { audit, isDay } from './drafts.ts';
import { countOffered, levelsBelow, offeredUnits } from './offered-units.ts';
import { administeredProgramme, requireState } from './permission.ts';
import { findProgramme, type ProgrammeInUnit } from './store.ts';

const { programmeOffers } = schema;

export type OfferRecord = typeof programmeOffers.$inferSelect;

export async function findOffer(db: Reader, programmeId: string): Promise<OfferRecord | null> {
  const [row] = await db
    .select()
    .from(programmeOffers)
    .where(eq(programmeOffers.programmeId, programmeId));
  return row ?? null;
}

/** What an offer says, as the audit trail keeps it; null where none holds. */
const said = (offer: OfferRecord | null): ProgrammeOffer | null =>
  offer === null || offer.withdrawnAt !== null
    ? null
    : {
        purpose: offer.purpose,
        askedLevel: offer.askedLevel as ProgrammeOffer['askedLevel'],
        dueOn: offer.dueOn,
      };

/**
 * Offers a template to the units below, or changes what the offer says; one that was withdrawn is
 * offered anew. One for reserve cadres is not: administrators below do not know who they are (DOMAIN K3).
 */
export async function offerProgramme(
  platform: Platform,
  actor: Actor,
  id: string,
  wanted: ProgrammeOffer,
): Promise<void> {
  const { db, clock } = platform;
  const found = await administeredProgramme(db, actor, id);
  requireState(found, 'template');
  const now = clock.now();
  if (found.programme.target.keyGroups.includes(SENSITIVE_KEY_GROUP))
    throw new Refused('programme-offer-reserves');
  const offer = { ...wanted, purpose: wanted.purpose.trim() };
  await platform.write(async (tx) => {
    const before = await findOffer(tx, id);
    const { dueOn } = offer;
    const isKept = before?.dueOn === dueOn && before.withdrawnAt === null;
    if (dueOn !== null && !isKept && (!isDay(dueOn) || dueOn < trainingDayOf(now)))
      throw new Refused('programme-offer-past');
    // Whoever is newly asked is told; who was told already that day is not told twice.
    const toldAnew = before?.askedLevel === offer.askedLevel ? {} : { toldOn: null };
    const anew = { offeredAt: now, offeredBy: actor.personId, withdrawnAt: null, toldOn: null };
    await tx
      .insert(programmeOffers)
      .values({ programmeId: id, ...offer, ...anew })
      .onConflictDoUpdate({
        target: programmeOffers.programmeId,
        set: before?.withdrawnAt === null ? { ...offer, ...toldAnew } : { ...offer, ...anew },
      });
    const change = { before: said(before), after: offer };
    await audit(tx, actor, 'programme-offered', found.programme, now, change);
  });
}

/** Nobody below takes it any more; what they made of it stays as it is. */
export async function withdrawOffer(platform: Platform, actor: Actor, id: string): Promise<void> {
  const found = await administeredProgramme(platform.db, actor, id);
  const now = platform.clock.now();
  await platform.write(async (tx) => {
    const [offer] = await tx
      .update(programmeOffers)
      .set({ withdrawnAt: now })
      .where(and(eq(programmeOffers.programmeId, id), isNull(programmeOffers.withdrawnAt)))
      .returning();
    if (!offer) throw new Refused('programme-state');
    const change = { before: said({ ...offer, withdrawnAt: null }), after: null };
    await audit(tx, actor, 'programme-offer-withdrawn', found.programme, now, change);
  });
}

/** The offer with what units below made of it; `show` tells whether those that took it or those that did not. */
export async function readOffer(
  { db }: Platform,
  actor: Actor,
  id: string,
  { show = 'taken', page = 1 }: { show?: 'taken' | 'missing'; page?: number },
): Promise<ProgrammeOfferView> {
  const found = await administeredProgramme(db, actor, id, 'read');
  requireState(found, 'template');
  const { programme, unit } = found;
  const offer = await findOffer(db, id);
  const askedLevel = offer?.askedLevel ?? null;
  const levels = await levelsBelow(db, unit);
  return {
    id,
    title: programme.title,
    unit: refOf(unit),
    crumbs: await crumbsTo(db, actor, unit),
    mayRun: administers(actor, unit.path, 'run_training'),
    offer: offer && {
      purpose: offer.purpose,
      askedLevel: askedLevel as ProgrammeOffer['askedLevel'],
      dueOn: offer.dueOn,
      offeredAt: offer.offeredAt.toISOString(),
      withdrawnAt: offer.withdrawnAt?.toISOString() ?? null,
    },
    levels: UNIT_LEVELS.flatMap((level) => {
      const units = levels.get(level) ?? 0;
      return units > 0 ? [{ level, units }] : [];
    }),
    figures: await countOffered(db, found, askedLevel),
    ...(await offeredUnits(db, actor, found, { askedLevel, show, page })),
  };
}

/** What a programme was made of, as its own page says it. */
export async function originOf(
  db: Reader,
  { programme, unit }: ProgrammeInUnit,
): Promise<ProgrammeView['takenFrom']> {
  const { takenFrom, takenVersion } = programme;
  if (takenFrom === null) return null;
  const template = await findProgramme(db, takenFrom);
  if (template === null) return null;
  const offer = await findOffer(db, takenFrom);
  // Of a unit that is no longer above, nothing new is to be had.
  const isOffered =
    offer !== null && offer.withdrawnAt === null && unit.path.startsWith(template.unit.path);
  return {
    id: takenFrom,
    title: template.programme.title,
    offeredBy: template.unit.name,
    isNewer: isOffered && (takenVersion ?? 0) < template.programme.version,
    isOffered,
  };
}
