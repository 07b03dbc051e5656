// What a staged row of a roster holds.
import type { PersonStatus } from '@xueshi/domain';
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

/** Another status, or another first day of the one that holds. */
export interface WantedStatus {
  readonly step: 'begin' | 'move';
  readonly status: PersonStatus;
  readonly from: string | null;
}

export interface WantedGroups {
  readonly set: readonly string[];
  readonly end: readonly string[];
}

/** What a staged row will write. */
export interface Wanted {
  readonly person: PersonFacts;
  readonly facts: AppointmentFacts;
  /** From which day the appointment holds; null: from when it is written. */
  readonly from: string | null;
  /** Absent: stays as it is. */
  readonly status?: WantedStatus;
  readonly groups?: WantedGroups;
}

/** What a row did to somebody's status and key groups, so that it can be taken back. */
export interface DatedChanges {
  readonly status?: {
    readonly made: boolean;
    readonly id: string;
    readonly startsAtMs: number;
    readonly now: PersonStatus;
    readonly before: {
      readonly status: PersonStatus;
      readonly closedAtMs: number | null;
      /** When it began, as it was before a row moved that day. */
      readonly startsAtMs: number | null;
      /** The record that ended where this one begins. */
      readonly earlierId: string | null;
    };
  };
  readonly groups?: {
    readonly set: readonly { readonly id: string; readonly group: string }[];
    readonly ended: readonly { readonly id: string; readonly group: string }[];
  };
}

/** A person and the present appointment, before or after a row was written. */
export interface Image {
  readonly person: PersonFacts;
  readonly membership: {
    readonly id: string;
    readonly startsAtMs: number;
    readonly facts: AppointmentFacts;
  } | null;
  /** Whether they are counted no more; absent: they are. */
  readonly closed?: boolean;
  readonly dated?: DatedChanges;
}
