import { sql } from 'drizzle-orm';
import {
  id,
  index,
  instant,
  integer,
  primaryKey,
  table,
  text,
  uniqueIndex,
  json,
} from '../dialect.sqlite.ts';
import { courses } from './catalogue.ts';
import { complaints } from './complaints.ts';
import { people } from './people.ts';

/** The credit ledger (DESIGN.md decision 1): append-only, held by triggers, one hash chain a person. */
export const creditEntries = table(
  'credit_entries',
  {
    id: id('id').primaryKey(),
    personId: id('person_id')
      .notNull()
      .references(() => people.id, { onDelete: 'restrict' }),
    sequence: integer('sequence').notNull(),
    year: integer('year').notNull(),
    kind: text('kind').notNull(),
    hundredths: integer('hundredths').notNull(),
    halfDays: integer('half_days').notNull(),
    mode: text('mode').notNull(),
    intensity: text('intensity').notNull(),
    area: text('area'),
    sourceType: text('source_type').notNull(),
    sourceKey: text('source_key').notNull(),
    reversesId: id('reverses_id'),
    /** Course and unit as they were, so that the record outlives both. JSON, exactly as hashed. */
    courseSnapshot: text('course_snapshot'),
    orgPath: text('org_path').notNull(),
    policyVersion: text('policy_version').notNull(),
    evidence: text('evidence'),
    earnedAt: instant('earned_at').notNull(),
    postedAt: instant('posted_at').notNull(),
    postedBy: id('posted_by').notNull(),
    reason: text('reason'),
    previousHash: text('previous_hash').notNull(),
    hash: text('hash').notNull(),
  },
  (t) => [
    uniqueIndex('credit_entries_sequence').on(t.personId, t.sequence),
    uniqueIndex('credit_entries_source').on(t.personId, t.sourceType, t.sourceKey),
    uniqueIndex('credit_entries_reverses').on(t.reversesId),
    index('credit_entries_year').on(t.personId, t.year),
  ],
);

/** Corrections that wait for a second person, and what became of them (DOMAIN 5.9). */
export const correctionProposals = table(
  'correction_proposals',
  {
    id: id('id').primaryKey(),
    personId: id('person_id')
      .notNull()
      .references(() => people.id, { onDelete: 'restrict' }),
    entryId: id('entry_id')
      .notNull()
      .references(() => creditEntries.id, { onDelete: 'restrict' }),
    /** 'reversal', 'reinstatement' or 'reduction'. */
    deed: text('deed').notNull(),
    /** What the entry is to count, of a reduction; null otherwise. */
    hundredths: integer('hundredths'),
    halfDays: integer('half_days'),
    reason: text('reason').notNull(),
    proposedBy: id('proposed_by')
      .notNull()
      .references(() => people.id, { onDelete: 'restrict' }),
    proposedAt: instant('proposed_at').notNull(),
    /** 'waiting', 'confirmed', 'declined' or 'withdrawn'. */
    state: text('state').notNull(),
    decidedBy: id('decided_by').references(() => people.id, { onDelete: 'restrict' }),
    decidedAt: instant('decided_at'),
    /** Why it was declined. */
    comment: text('comment'),
  },
  (t) => [
    uniqueIndex('correction_proposals_waiting')
      .on(t.entryId)
      .where(sql`${t.state} = 'waiting'`),
    index('correction_proposals_person').on(t.personId, t.proposedAt),
  ],
);

/** Hours that a fault withheld, as somebody proposes to give them, and what became of it (DOMAIN 5.9). */
export const creditSupplements = table(
  'credit_supplements',
  {
    id: id('id').primaryKey(),
    personId: id('person_id')
      .notNull()
      .references(() => people.id, { onDelete: 'restrict' }),
    year: integer('year').notNull(),
    hundredths: integer('hundredths').notNull(),
    /** What it is about: a course that the person began, or what they filed; one of the two at least. */
    courseId: id('course_id').references(() => courses.id, { onDelete: 'restrict' }),
    complaintId: id('complaint_id').references(() => complaints.id, { onDelete: 'restrict' }),
    reason: text('reason').notNull(),
    /** Title and number of the document it rests on. */
    document: text('document').notNull(),
    proposedBy: id('proposed_by')
      .notNull()
      .references(() => people.id, { onDelete: 'restrict' }),
    proposedAt: instant('proposed_at').notNull(),
    /** 'waiting', 'confirmed', 'declined' or 'withdrawn'. */
    state: text('state').notNull(),
    decidedBy: id('decided_by').references(() => people.id, { onDelete: 'restrict' }),
    decidedAt: instant('decided_at'),
    /** Why it was declined. */
    comment: text('comment'),
  },
  (t) => [index('credit_supplements_person').on(t.personId, t.proposedAt)],
);

/** The annual account: changed with every entry in its transaction, rebuildable from the entries. */
export const annualAccounts = table(
  'annual_accounts',
  {
    personId: id('person_id')
      .notNull()
      .references(() => people.id, { onDelete: 'restrict' }),
    year: integer('year').notNull(),
    mode: text('mode').notNull(),
    intensity: text('intensity').notNull(),
    area: text('area').notNull(),
    hundredths: integer('hundredths').notNull(),
    halfDays: integer('half_days').notNull(),
    entries: integer('entries').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.personId, t.year, t.mode, t.intensity, t.area] }),
    index('annual_accounts_year').on(t.year, t.personId),
  ],
);

/** The head of each person's chain, so that appending needs no search. */
export const ledgerHeads = table('ledger_heads', {
  personId: id('person_id')
    .primaryKey()
    .references(() => people.id, { onDelete: 'restrict' }),
  sequence: integer('sequence').notNull(),
  hash: text('hash').notNull(),
});

/** One digest a day over all heads: a chain alone cannot see its own cut tail. */
export const ledgerSeals = table('ledger_seals', {
  day: text('day').primaryKey(),
  heads: integer('heads').notNull(),
  digest: text('digest').notNull(),
  previousDigest: text('previous_digest').notNull(),
  sealedAt: instant('sealed_at').notNull(),
});

/** A requirement policy adopted at a node; the nearest one above a person applies (DOMAIN G2). */
export const hourPolicies = table(
  'hour_policies',
  {
    id: id('id').primaryKey(),
    orgUnitId: id('org_unit_id').notNull(),
    orgPath: text('org_path').notNull(),
    fromYear: integer('from_year').notNull(),
    toYear: integer('to_year'),
    code: text('code').notNull(),
    version: text('version').notNull(),
    policy: json<unknown>('policy').notNull(),
    adoptedAt: instant('adopted_at').notNull(),
    adoptedBy: id('adopted_by'),
    /** What adopting it was said to change, as it was shown before; null where nothing was. */
    whatIf: json<unknown>('what_if'),
    /** When another was adopted at the same unit for the same years in its stead. */
    supersededAt: instant('superseded_at'),
  },
  (t) => [
    uniqueIndex('hour_policies_scope')
      .on(t.orgUnitId, t.fromYear)
      .where(sql`${t.supersededAt} IS NULL`),
  ],
);

/** Who did what to whom; append-only by trigger. */
export const auditEvents = table(
  'audit_events',
  {
    id: id('id').primaryKey(),
    at: instant('at').notNull(),
    actorId: id('actor_id'),
    action: text('action').notNull(),
    subject: text('subject').notNull(),
    detail: json<unknown>('detail').notNull(),
    address: text('address').notNull(),
  },
  (t) => [
    index('audit_events_at').on(t.at),
    index('audit_events_subject').on(t.subject, t.at),
    index('audit_events_actor').on(t.actorId, t.at),
    index('audit_events_action').on(t.action, t.at),
  ],
);
