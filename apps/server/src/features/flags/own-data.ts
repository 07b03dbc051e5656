import { schema } from '@xueshi/database';
import { and, asc, eq, inArray } from 'drizzle-orm';
import { ownPart, type OwnDataPart } from '../../platform/own-data.ts';
import { TOLD } from './learner.ts';

const { flags, flagSteps } = schema;

const stepColumns = {
  flagId: flagSteps.flagId,
  rule: flags.rule,
  day: flags.day,
  step: flagSteps.step,
  text: flagSteps.text,
  at: flagSteps.at,
};

/** What administrators asked or decided, as far as the person was told: the rest is undecided. */
export const ownFlags: readonly OwnDataPart[] = [
  ownPart('questions-about-my-learning', stepColumns, (db, personId, { limit, offset }) =>
    db
      .select(stepColumns)
      .from(flagSteps)
      .innerJoin(flags, eq(flags.id, flagSteps.flagId))
      .where(and(eq(flags.personId, personId), inArray(flags.state, [...TOLD])))
      .orderBy(asc(flagSteps.at), asc(flagSteps.flagId), asc(flagSteps.number))
      .limit(limit)
      .offset(offset),
  ),
];
