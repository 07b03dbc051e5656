// What of a bank goes out: its questions, or what a search finds of them, with what they show.
import {
  picturesShown,
  textsOf,
  type BankedQuestion,
  type SharedTexts,
} from '@xueshi/formats/question-exchange';
import type { KeptPictures } from '@xueshi/formats';
import { setImmediate } from 'node:timers/promises';
import type { Platform } from '../../platform/platform.ts';
import { bankPlaces, type BankQuery } from '../assessment/service.ts';
import { bankPictures, formOfRow, type BankRow } from '../catalogue/service.ts';
import { outgoingItem, questionOfForm } from '../draft-questions/service.ts';
import { findBank, itemsOf } from './store.ts';

export type Filter = Omit<BankQuery, 'origin' | 'forLecture' | 'page'>;

/** What goes out, and what it shows. */
export interface Outgoing {
  readonly bank: BankRow;
  readonly questions: readonly BankedQuestion[];
  readonly shared: SharedTexts;
  /** Only those that the questions show. */
  readonly pictures: KeptPictures;
}

/** Parsing thousands of texts gives everybody else a turn now and then. */
async function shownIn(texts: readonly string[]): Promise<ReadonlySet<string>> {
  const shown = new Set<string>();
  for (const text of texts) {
    if (!text.includes('![')) continue;
    await setImmediate();
    for (const picture of picturesShown(text)) shown.add(picture);
  }
  return shown;
}

export async function outgoingOf(
  platform: Platform,
  name: string,
  filter: Filter,
): Promise<Outgoing> {
  const { db } = platform;
  const bank = await findBank(db, name);
  const states = await bankPlaces(db, bank.id, filter);
  const questions = (await itemsOf(db, bank.id)).flatMap((row) => {
    const state = states.get(row.position);
    return state === undefined ? [] : [{ form: formOfRow(row), state }];
  });
  const used = new Set(questions.map(({ form }) => form.group));
  const groups = bank.groups.filter(({ id }) => used.has(id));
  const texts = [
    ...questions.flatMap(({ form }) => textsOf(form)),
    ...groups.map(({ text }) => text),
  ];
  const shown = await shownIn(texts);
  const pictures = await bankPictures(platform, db, bank.id);
  return {
    bank,
    questions,
    shared: new Map(groups.map(({ id, text }) => [id, text])),
    pictures: new Map([...pictures].filter(([picture]) => shown.has(picture))),
  };
}

/** As other systems have it: what they have no place for stands where it is read. */
export const outgoingQuestions = ({ questions, shared }: Outgoing) =>
  questions.flatMap(({ form, state }) => {
    const question = questionOfForm(outgoingItem(form, shared));
    if (question === null) return [];
    return state === 'retired'
      ? [{ ...question, tags: [...question.tags, RETIRED_TAG] }]
      : [question];
  });

const RETIRED_TAG = '已停用';
