// What people decide about a flag (TRUST.md §2.8). Every step is written down with the deed.
import type { Tx } from '@xueshi/database';
import type { Platform } from '../../platform/platform.ts';
import { Refused } from '../../platform/refused.ts';
import type { Actor } from '../../platform/sessions.ts';
import { recordAudit } from '../audit/service.ts';
import { giveAgain, takeBack } from './consequences.ts';
import { administeredFlag, decidesAppeal, UNDECIDED, type FoundFlag } from './list.ts';
import { addStep, changeFlag, type FlagStepName } from './store.ts';

interface Deed {
  readonly step: FlagStepName;
  readonly text: string | null;
  /** What the audit trail says beside the text. */
  readonly detail?: Readonly<Record<string, unknown>>;
}

/** Finds the flag, refuses where it is too late, and writes the step and its trace in one transaction. */
async function decide(
  platform: Platform,
  actor: Actor,
  id: string,
  deed: Deed,
  work: (tx: Tx, found: FoundFlag, now: Date) => Promise<void>,
): Promise<void> {
  const now = platform.clock.now();
  await platform.write(async (tx) => {
    const found = await administeredFlag(tx, actor, id, 'run_training');
    await work(tx, found, now);
    const { step, text, detail } = deed;
    await addStep(tx, { flagId: id, at: now, actorId: actor.personId, step, text });
    await recordAudit(tx, {
      at: now,
      actorId: actor.personId,
      action: `flag-${step}`,
      subject: `person:${found.person.id}`,
      detail: { flag: id, rule: found.flag.rule, day: found.flag.day, text, ...detail },
      address: actor.address,
    });
  });
}

function refuseDecided({ flag }: FoundFlag): void {
  if (!UNDECIDED.includes(flag.state)) throw new Refused('flag-already-decided');
}

/** Nothing is wrong. The learner is told nothing. */
export function clearFlag(
  platform: Platform,
  actor: Actor,
  id: string,
  note: string | null,
): Promise<void> {
  return decide(platform, actor, id, { step: 'cleared', text: note }, async (tx, found, now) => {
    refuseDecided(found);
    await changeFlag(tx, id, { state: 'cleared', decidedBy: actor.personId, decidedAt: now });
  });
}

/** Asks the learner, once. It can be decided without waiting for the answer. */
export function askLearner(
  platform: Platform,
  actor: Actor,
  id: string,
  question: string,
): Promise<void> {
  return decide(platform, actor, id, { step: 'asked', text: question }, async (tx, found) => {
    if (found.flag.state !== 'open') throw new Refused('flag-already-decided');
    await changeFlag(tx, id, { state: 'asked' });
  });
}

interface Upholding {
  readonly reason: string;
  readonly lessons: readonly { enrolmentId: string; lessonId: string }[];
}

/** Upholds a flag and takes back what the named lessons brought, all in one transaction. */
export function upholdFlag(
  platform: Platform,
  actor: Actor,
  id: string,
  { reason, lessons }: Upholding,
): Promise<void> {
  const deed = { step: 'upheld', text: reason, detail: { lessons } } as const;
  return decide(platform, actor, id, deed, async (tx, found, now) => {
    refuseDecided(found);
    const { flag, person } = found;
    const wanted = flag.lessons.filter((one) =>
      lessons.some((l) => l.enrolmentId === one.enrolmentId && l.lessonId === one.lessonId),
    );
    const names = new Set(lessons.map((l) => `${l.enrolmentId}/${l.lessonId}`));
    if (wanted.length !== names.size || (flag.lessons.length > 0 && wanted.length === 0))
      throw new Refused('flag-lesson-missing');
    await takeBack(platform, tx, { flagId: id, person, actor, lessons: wanted, reason, now });
    await changeFlag(tx, id, { state: 'upheld', decidedBy: actor.personId, decidedAt: now });
  });
}

/** Ends an appeal. Overturned, all that was taken back is given again in the same transaction. */
export function decideAppeal(
  platform: Platform,
  actor: Actor,
  id: string,
  { outcome, reason }: { outcome: 'confirmed' | 'overturned'; reason: string },
): Promise<void> {
  return decide(platform, actor, id, { step: outcome, text: reason }, async (tx, found, now) => {
    const { flag, person } = found;
    if (flag.state !== 'appealed') throw new Refused('flag-not-appealed');
    if (!decidesAppeal(flag, actor)) throw new Refused('forbidden');
    if (outcome === 'overturned')
      await giveAgain(platform, tx, { flagId: id, person, actor, reason, now });
    await changeFlag(tx, id, { state: outcome });
  });
}
