// What a staged row of a roster holds.
import type { AppointmentFacts } from '../people/service.ts';

/** What is kept of a person in the fields that a roster changes. */
export interface PersonFacts {
  readonly name: string;
  readonly code: string | null;
  readonly politicalStatus: string | null;
  readonly identitySealed: string | null;
  readonly identityIndex: string | null;
}

export const samePerson = (one: PersonFacts, other: PersonFacts): boolean =>
  one.name === other.name &&
  one.code === other.code &&
  one.politicalStatus === other.politicalStatus &&
  one.identityIndex === other.identityIndex &&
  one.identitySealed === other.identitySealed;

/** What a staged row will write. */
export interface Wanted {
  readonly person: PersonFacts;
  readonly facts: AppointmentFacts;
  /** From which day the appointment holds; null: from when it is written. */
  readonly from: string | null;
}

/** A person and the present appointment, before or after a row was written. */
export interface Image {
  readonly person: PersonFacts;
  readonly membership: {
    readonly id: string;
    readonly startsAtMs: number;
    readonly facts: AppointmentFacts;
  } | null;
}
