// Pictures for the texts of a bank: sent, seen by those who work on it, and taken away again.
import { schema, type Reader, type Tx } from '@xueshi/database';
import type { Statutes } from '@xueshi/formats';
import { and, count, eq, sum } from 'drizzle-orm';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import { syncPath } from '../../platform/kept-files.ts';
import { newId } from '../../platform/new-id.ts';
import type { Platform } from '../../platform/platform.ts';
import { Refused } from '../../platform/refused.ts';
import type { Actor } from '../../platform/sessions.ts';
import { recordAudit } from '../audit/service.ts';
import {
  BANK_PICTURE,
  bankPicturePath,
  bankPicturesFolder,
  bankPictureUrl,
  formOfRow,
  type BankItemRow,
  type BankRow,
} from '../catalogue/service.ts';
import { statutesAtHand } from '../statutes/service.ts';
import { hasRoom, readSentPicture, shownName, type SentPicture } from '../uploads/service.ts';
import { checkItems, keepEntries } from './entries.ts';
import { findBank, itemsOf } from './store.ts';

const { questionBankPictures } = schema;

const MIB = 1024 ** 2;
/** Of one bank together. */
const MOST_BYTES = 500 * MIB;
const MOST_PICTURES = 1_000;

interface PicturePlace {
  /** The bank's. */
  readonly name: string;
  /** What its texts call the picture by. */
  readonly picture: string;
}

const onePicture = (bankId: string, picture: string) =>
  and(eq(questionBankPictures.bankId, bankId), eq(questionBankPictures.name, picture));

async function findPicture(db: Reader, bankId: string, picture: string) {
  const [row] = await db.select().from(questionBankPictures).where(onePicture(bankId, picture));
  return row ?? null;
}

/** Takes a picture in, whoever sends the same again gets the one that is there. Gives the name that texts show it by. */
export async function sendBankPicture(
  platform: Platform,
  actor: Actor,
  sent: { readonly name: string; readonly fileName: string; readonly content: Readable },
): Promise<{ name: string; url: string }> {
  await findBank(platform.db, sent.name);
  const picture = await readSentPicture(sent.content);
  if (!(await hasRoom(platform, picture.bytes.byteLength))) throw new Refused('upload-disk-full');
  const sha256 = createHash('sha256').update(picture.bytes).digest('hex');
  const name = `picture-${sha256.slice(0, 12)}.${picture.end}`;
  const keptAs = await keepFile(platform, picture);
  const statutes = await statutesAtHand(platform);
  const fileName = shownName(sent.fileName);
  const isKept = await platform
    .write((tx) =>
      recordSent(platform, tx, actor, {
        ...sent,
        ...picture,
        fileName,
        sha256,
        picture: name,
        keptAs,
        statutes,
      }),
    )
    .catch(async (error: unknown) => {
      await rm(bankPicturePath(platform, keptAs), { force: true });
      throw error;
    });
  if (!isKept) await rm(bankPicturePath(platform, keptAs), { force: true });
  return { name, url: bankPictureUrl(sent.name, name) };
}

/** It appears whole and on the disk, or not at all. */
async function keepFile(platform: Platform, { bytes, end }: SentPicture): Promise<string> {
  const keptAs = `${newId()}.${end}`;
  const path = bankPicturePath(platform, keptAs);
  await mkdir(bankPicturesFolder(platform), { recursive: true });
  await writeFile(`${path}.partial`, bytes);
  await syncPath(`${path}.partial`);
  await rename(`${path}.partial`, path);
  await syncPath(bankPicturesFolder(platform));
  return keptAs;
}

interface Recorded extends SentPicture, PicturePlace {
  readonly fileName: string;
  readonly sha256: string;
  readonly keptAs: string;
  readonly statutes: Statutes;
}

/** False where the bank has it already. */
async function recordSent(
  platform: Platform,
  tx: Tx,
  actor: Actor,
  sent: Recorded,
): Promise<boolean> {
  const { picture, keptAs, fileName, width, height, sha256, statutes } = sent;
  const now = platform.clock.now();
  const bank = await findBank(tx, sent.name);
  if (await findPicture(tx, bank.id, picture)) return false;
  const bytes = sent.bytes.byteLength;
  await demandRoom(tx, bank.id, bytes);
  await tx.insert(questionBankPictures).values({
    ...{ bankId: bank.id, name: picture, keptAs, fileName, bytes, width, height, sha256 },
    ...{ addedBy: actor.personId, addedAt: now },
  });
  await recordPicture(tx, actor, now, {
    action: 'question-bank-picture-sent',
    bank,
    picture,
    fileName,
  });
  // Items that name it already, as one that was taken away, are whole with it.
  const naming = (await itemsOf(tx, bank.id)).filter((row) => names(bank, row, picture));
  if (naming.length > 0) {
    const items = naming.filter(({ retiredAt }) => retiredAt === null).map(formOfRow);
    const checked = await checkItems(platform, tx, { statutes, bank, items });
    await keepEntries(tx, bank, naming, checked, now);
  }
  return true;
}

async function demandRoom(tx: Tx, bankId: string, bytes: number): Promise<void> {
  const [taken] = await tx
    .select({ pictures: count(), bytes: sum(questionBankPictures.bytes) })
    .from(questionBankPictures)
    .where(eq(questionBankPictures.bankId, bankId));
  const { pictures = 0 } = taken ?? {};
  if (pictures >= MOST_PICTURES || Number(taken?.bytes ?? 0) + bytes > MOST_BYTES)
    throw new Refused('bank-pictures-full', { most: MOST_PICTURES, mib: MOST_BYTES / MIB });
}

const names = ({ groups }: BankRow, row: BankItemRow, picture: string): boolean => {
  const { stem, explanation, group } = formOfRow(row);
  const shared = groups.find(({ id }) => id === group)?.text ?? '';
  return [stem, explanation, shared].some((text) => text.includes(picture));
};

/** Where the file of a picture lies in the folder; refused where the bank has no such picture. */
export async function keptBankPicture(
  platform: Platform,
  { name, picture }: PicturePlace,
): Promise<string> {
  const bank = await findBank(platform.db, name);
  const { keptAs = '' } = (await findPicture(platform.db, bank.id, picture)) ?? {};
  if (!BANK_PICTURE.test(keptAs) || !existsSync(bankPicturePath(platform, keptAs)))
    throw new Refused('not-found');
  return keptAs;
}

/** Takes a picture away that no text of the bank shows; what was published keeps its copy. */
export async function removeBankPicture(
  platform: Platform,
  actor: Actor,
  { name, picture }: PicturePlace,
): Promise<void> {
  const now = platform.clock.now();
  const keptAs = await platform.write(async (tx) => {
    const bank = await findBank(tx, name);
    const row = await findPicture(tx, bank.id, picture);
    if (!row) throw new Refused('not-found');
    const item = (await itemsOf(tx, bank.id)).find((one) => names(bank, one, picture));
    const where = item?.itemId ?? bank.groups.find(({ text }) => text.includes(picture))?.id;
    if (where) throw new Refused('bank-picture-used', { where });
    await tx.delete(questionBankPictures).where(onePicture(bank.id, picture));
    const { fileName } = row;
    await recordPicture(tx, actor, now, {
      action: 'question-bank-picture-removed',
      bank,
      picture,
      fileName,
    });
    return row.keptAs;
  });
  await rm(bankPicturePath(platform, keptAs), { force: true });
}

interface PictureDeed {
  readonly action: 'question-bank-picture-sent' | 'question-bank-picture-removed';
  readonly bank: BankRow;
  readonly picture: string;
  readonly fileName: string;
}

const recordPicture = (tx: Tx, actor: Actor, at: Date, deed: PictureDeed): Promise<void> => {
  const { action, bank, picture, fileName } = deed;
  return recordAudit(tx, {
    ...{ at, action, actorId: actor.personId, address: actor.address },
    subject: `question-bank:${bank.id}`,
    detail: { name: bank.name, title: bank.title['zh-CN'], picture, fileName },
  });
};
