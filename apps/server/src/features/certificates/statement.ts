// What a document states, taken from the ledger as it is now.
import type { Statement } from '@xueshi/contracts';
import type { Reader, Tx } from '@xueshi/database';
import { Refused } from '../../platform/refused.ts';
import {
  accountsOf,
  isPart,
  ledgerOf,
  snapshotOf,
  standingEntries,
  standingPartsIn,
  standingWithOrigins,
  wasStudiedOffline,
  type CreditEntry,
} from '../credit/service.ts';
import { ownCategories } from '../audience-categories/service.ts';
import { findEnrolment } from '../learning/service.ts';
import { topUnitOf } from '../organisations/service.ts';
import { summaryOf } from '../people/service.ts';
import { policyWithin, requirementWithin } from '../requirements/service.ts';

export const STATEMENT_FORMAT = 'xueshi-document-1';

/** What is stated, before it has a code, a date and a key. */
export type Facts = Omit<Statement, 'format' | 'code' | 'keyId' | 'issuedAt'>;

/** The facts of a certificate: one credit that stands, with what of its course was credited in parts before. */
export async function certificateFacts(tx: Tx, personId: string, entryId: string): Promise<Facts> {
  const ledger = await ledgerOf(tx, personId);
  const entry = ledger.find(({ id }) => id === entryId);
  if (!entry) throw new Refused('not-found');
  const standing = standingWithOrigins(ledger);
  const own = standing.find((one) => one.entry === entry);
  // A course that is not finished has none.
  if (!own || isPart(own.origin)) throw new Refused('entry-without-certificate');
  const { enrolmentId } = evidenceOf(own.origin);
  const parts = enrolmentId === undefined ? [] : standingPartsIn(standing, enrolmentId);
  return factsOf(tx, personId, {
    kind: 'certificate',
    year: entry.year,
    entries: [entry, ...parts],
    requirement: false,
  });
}

/** The facts of a year's hours statement: all that stands in it. */
export async function hoursStatementFacts(tx: Tx, personId: string, year: number): Promise<Facts> {
  const entries = standingEntries(await ledgerOf(tx, personId, year));
  if (entries.length === 0) throw new Refused('nothing-to-state');
  return factsOf(tx, personId, {
    kind: 'hours_statement',
    year,
    entries,
    requirement: true,
  });
}

interface About {
  readonly kind: Statement['kind'];
  readonly year: number;
  readonly entries: readonly CreditEntry[];
  readonly requirement: boolean;
}

async function factsOf(
  tx: Tx,
  personId: string,
  { kind, year, entries, requirement }: About,
): Promise<Facts> {
  const person = await summaryOf(tx, personId);
  if (!person) throw new Refused('not-found');
  const adopted = person.unitPath === null ? null : await policyWithin(tx, person.unitPath, year);
  const evaluation = requirement
    ? await requirementWithin(tx, personId, await accountsOf(tx, personId), year)
    : null;
  const evaluated = evaluation?.evaluated ?? null;
  const topUnit = person.unitPath === null ? null : await topUnitOf(tx, person.unitPath);
  return {
    kind,
    // Who sets the year’s requirement answers for what is credited towards it.
    issuer: adopted?.scopeUnitName ?? topUnit?.name ?? person.unitName ?? '',
    year,
    person: {
      name: person.name,
      unitName: person.unitName,
      post: person.post,
      ...(await statedCategory(tx, person.category)),
    },
    totals: {
      hundredths: entries.reduce((sum, entry) => sum + entry.hundredths, 0),
      halfDays: entries.reduce((sum, entry) => sum + entry.halfDays, 0),
    },
    requirement: evaluated && {
      title: { ...evaluated.title },
      basis: [evaluated.basis.title, evaluated.basis.number].filter(Boolean).join(' '),
      policyVersion: evaluated.policyVersion,
      met: evaluated.met,
    },
    entries: await Promise.all(entries.map((entry) => statedEntry(tx, entry))),
  };
}

/** The six say themselves in every language; one of the installation's own is stated with its name. */
async function statedCategory(db: Reader, category: string | null) {
  const own = (await ownCategories(db)).find(({ code }) => code === category);
  return { category, ...(own && { categoryName: own.name }) };
}

const evidenceOf = ({ evidence }: CreditEntry) =>
  JSON.parse(evidence ?? '{}') as { enrolmentId?: string };

async function statedEntry(db: Reader, entry: CreditEntry): Promise<Statement['entries'][number]> {
  const snapshot = snapshotOf(entry);
  const { enrolmentId } = evidenceOf(entry);
  const study = enrolmentId === undefined ? null : await findEnrolment(db, enrolmentId);
  return {
    title: snapshot?.title ?? { 'zh-CN': '', en: '' },
    revision: snapshot?.revision ?? null,
    mode: entry.mode as Statement['entries'][number]['mode'],
    intensity: entry.intensity as Statement['entries'][number]['intensity'],
    area: entry.area as Statement['entries'][number]['area'],
    hundredths: entry.hundredths,
    halfDays: entry.halfDays,
    startedAt: study?.startedAt.toISOString() ?? null,
    earnedAt: entry.earnedAt.toISOString(),
    unitName: snapshot?.unitName ?? '',
    policyVersion: entry.policyVersion,
    sequence: entry.sequence,
    hash: entry.hash,
    ...(wasStudiedOffline(entry) && { studiedOffline: true }),
  };
}
