import type { BankCard, BankItemSheet, BankPicture, KeptQuestionBank } from '@xueshi/contracts';
import { schema, type Reader } from '@xueshi/database';
import { sentencesOf, type KeptBankFault } from '@xueshi/formats';
import { asc, desc, eq, sql } from 'drizzle-orm';
import type { Platform } from '../../platform/platform.ts';
import { groupHtml } from '../assessment/service.ts';
import { bankPictureUrl, formOfRow, type BankRow } from '../catalogue/service.ts';
import { previewOf } from '../draft-questions/service.ts';
import { statutesAtHand } from '../statutes/service.ts';
import { checkItems, groupOf, stateOf } from './entries.ts';
import { pictureUrls } from './picture-urls.ts';
import { findBank, findItem, nameOf } from './store.ts';

const { bankItems, people, questionBankItems, questionBankPictures, questionBanks } = schema;

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
    pictures: await picturesOf(db, bank),
    version: bank.version,
    savedAt: bank.savedAt.toISOString(),
    savedBy: await nameOf(db, bank.savedBy),
    ...(counts ?? { ready: 0, unfinished: 0, retired: 0 }),
  };
}

/** The newest first. */
async function picturesOf(
  db: Reader,
  { id, name: bank }: Pick<BankRow, 'id' | 'name'>,
): Promise<BankPicture[]> {
  const { name, fileName, addedAt, bankId } = questionBankPictures;
  const rows = await db
    .select({ name, fileName })
    .from(questionBankPictures)
    .where(eq(bankId, id))
    .orderBy(desc(addedAt), asc(name));
  return rows.map((row) => ({ ...row, url: bankPictureUrl(bank, row.name) }));
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
  const statutes = await statutesAtHand(platform);
  const { faults, pictures } = await checkItems(platform, db, { statutes, bank, items: [item] });
  const group = groupOf(bank, item, pictures);
  return {
    bank: { name, title: bank.title, groups: bank.groups },
    item,
    version: row.version,
    state: stateOf(row, faults),
    savedAt: row.savedAt.toISOString(),
    savedBy: await nameOf(db, row.savedBy),
    faults: faults.map(faultOf),
    preview: {
      ...previewOf(item, pictureUrls(name, pictures, [item.stem, item.explanation])),
      groupHtml: group ? groupHtml(group) : null,
    },
    pictures: await picturesOf(db, bank),
  };
}
