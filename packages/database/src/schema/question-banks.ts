import {
  foreignKey,
  id,
  instant,
  integer,
  json,
  primaryKey,
  table,
  text,
} from '../dialect.sqlite.ts';
import { questionBankItems, questionBanks } from './assessment.ts';
import { people } from './people.ts';

/** Pictures that the texts of a bank show. */
export const questionBankPictures = table(
  'question_bank_pictures',
  {
    bankId: id('bank_id')
      .notNull()
      .references(() => questionBanks.id, { onDelete: 'restrict' }),
    /** What a text calls it by. */
    name: text('name').notNull(),
    /** Its file in the data folder; of each that was sent another. */
    keptAs: text('kept_as').notNull(),
    /** As it was called where it came from. */
    fileName: text('file_name').notNull(),
    bytes: integer('bytes').notNull(),
    /** Pixels. */
    width: integer('width').notNull(),
    height: integer('height').notNull(),
    sha256: text('sha256').notNull(),
    addedBy: id('added_by')
      .notNull()
      .references(() => people.id, { onDelete: 'restrict' }),
    addedAt: instant('added_at').notNull(),
  },
  (t) => [primaryKey({ columns: [t.bankId, t.name] })],
);

/** How an item of a bank has read since it was written, one row for each change. It only grows, by triggers. */
export const questionBankItemStates = table(
  'question_bank_item_states',
  {
    bankId: id('bank_id').notNull(),
    itemId: text('item_id').notNull(),
    /** 1 is the first that is kept. */
    number: integer('number').notNull(),
    /** 'written', 'saved', 'retired', 'restored' (taken back into use) or 'returned' (to a state before). */
    change: text('change').notNull(),
    /** The number of the state that it was returned to. */
    returnedTo: integer('returned_to'),
    /** ItemForm of packages/formats, as it read after the change. */
    form: json<unknown>('form').notNull(),
    savedBy: id('saved_by')
      .notNull()
      .references(() => people.id, { onDelete: 'restrict' }),
    savedAt: instant('saved_at').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.bankId, t.itemId, t.number] }),
    foreignKey({
      columns: [t.bankId, t.itemId],
      foreignColumns: [questionBankItems.bankId, questionBankItems.itemId],
    }).onDelete('restrict'),
  ],
);
