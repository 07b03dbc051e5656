import type { BankCard, BankItemSheet, KeptQuestionBank } from '@xueshi/contracts';
import { schema, type Reader } from '@xueshi/database';
import { sentencesOf, type KeptBankFault } from '@xueshi/formats';
import { asc, eq, sql } from 'drizzle-orm';
import type { Platform } from '../../platform/platform.ts';
import { groupHtml } from '../assessment/service.ts';
import { formOfRow } from '../catalogue/service.ts';
import { previewOf } from '../draft-questions/service.ts';
import { statutesAtHand } from '../statutes/service.ts';
import { checkItems, stateOf } from './entries.ts';
import { findBank, findItem, nameOf } from './store.ts';

const { bankItems, people, questionBankItems, questionBanks } = schema;

const counted = (state: string) =>
  sql<number>`coalesce(sum(case when ${bankItems.state} = ${state} then 1 else 0 end), 0)`;
const COUNTS = {
  ready: counted('ready'),
  unfinished: counted('unfinished'),
  retired: counted('retired'),
};

/** Those of the studio first: they are worked on. */
export async function listBanks({ db }: Platform): Promise<{ items: BankCard[] }> {
  const kept = await db
    .select({ bank: questionBanks, ...COUNTS })
    .from(questionBanks)
    .leftJoin(bankItems, eq(bankItems.bankId, questionBanks.id))
    .groupBy(questionBanks.id)
    .orderBy(asc(questionBanks.name));
  const files = await db
    .select({ name: bankItems.originName, title: bankItems.originTitle, ...COUNTS })
    .from(bankItems)
    .where(sql`${bankItems.origin} = 'bank' and ${bankItems.bankId} is null`)
    .groupBy(bankItems.originName, bankItems.originTitle)
    .orderBy(asc(bankItems.originName));
  const savings = await lastSavings(db);
  return {
    items: [
      ...kept.map(({ bank, ...counts }) => ({
        name: bank.name,
        title: bank.title,
        origin: 'studio' as const,
        ...counts,
        saved: savings.get(bank.id) ?? null,
      })),
      ...files.map((file) => ({ ...file, origin: 'file' as const, saved: null })),
    ],
  };
}

/** Of each bank whoever saved its facts or an item of it last. */
async function lastSavings(db: Reader): Promise<Map<string, { at: string; by: string }>> {
  const saved = await db
    .select({ id: questionBanks.id, at: questionBanks.savedAt, by: people.name })
    .from(questionBanks)
    .innerJoin(people, eq(people.id, questionBanks.savedBy));
  const inItems = await db
    .select({
      id: questionBankItems.bankId,
      at: sql`max(${questionBankItems.savedAt})`.mapWith(questionBankItems.savedAt),
      by: people.name,
    })
    .from(questionBankItems)
    .innerJoin(people, eq(people.id, questionBankItems.savedBy))
    .groupBy(questionBankItems.bankId);
  const latest = [...saved, ...inItems].sort((one, other) => one.at.getTime() - other.at.getTime());
  return new Map(latest.map(({ id, at, by }) => [id, { at: at.toISOString(), by }]));
}

export async function readBank({ db }: Platform, name: string): Promise<KeptQuestionBank> {
  const bank = await findBank(db, name);
  const [counts] = await db.select(COUNTS).from(bankItems).where(eq(bankItems.bankId, bank.id));
  return {
    name,
    title: bank.title,
    area: bank.area as KeptQuestionBank['area'],
    source: bank.source,
    groups: bank.groups,
    version: bank.version,
    savedAt: bank.savedAt.toISOString(),
    savedBy: await nameOf(db, bank.savedBy),
    ...(counts ?? { ready: 0, unfinished: 0, retired: 0 }),
  };
}

const faultOf = ({ field, error }: KeptBankFault): BankItemSheet['faults'][number] => ({
  lessonId: null,
  line: null,
  field: field ?? 'stem',
  message: sentencesOf(error),
});

export async function readBankItem(
  platform: Platform,
  { name, itemId }: { readonly name: string; readonly itemId: string },
): Promise<BankItemSheet> {
  const { db } = platform;
  const bank = await findBank(db, name);
  const row = await findItem(db, bank.id, itemId);
  const item = formOfRow(row);
  const { faults } = await checkItems(platform, await statutesAtHand(platform), bank, [item]);
  const group = bank.groups.find(({ id }) => id === item.group);
  return {
    bank: { name, title: bank.title, groups: bank.groups },
    item,
    version: row.version,
    state: stateOf(row, faults),
    savedAt: row.savedAt.toISOString(),
    savedBy: await nameOf(db, row.savedBy),
    faults: faults.map(faultOf),
    preview: {
      ...previewOf(item),
      groupHtml: group ? groupHtml({ ...group, pictures: {} }) : null,
    },
  };
}
