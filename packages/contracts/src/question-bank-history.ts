// How an item of a question bank has read since it was written.
import { Type, type Static } from 'typebox';
import { ItemForm } from './draft-forms.ts';
import { BankItemPlace } from './question-banks.ts';
import { closed, endpoint, Instant, nullable, oneOf } from './shared.ts';
import { TextPart } from './statutes.ts';

/** 'restored': taken back into use; 'returned': made to read as it did before. */
export const BANK_ITEM_CHANGES = ['written', 'saved', 'retired', 'restored', 'returned'] as const;
export type BankItemChange = (typeof BANK_ITEM_CHANGES)[number];

const { id: _, ...fields } = ItemForm.properties;
type ItemField = keyof typeof fields;

const Difference = closed({
  field: oneOf(Object.keys(fields) as ItemField[]),
  /** Of kind, truth, difficulty, area and group the codes. */
  parts: Type.Array(TextPart),
});

export const BankItemHistoryEntry = closed({
  /** 1 is the first that is kept. */
  number: Type.Integer(),
  change: oneOf(BANK_ITEM_CHANGES),
  /** The number of the state that it was returned to. */
  returnedTo: nullable(Type.Integer()),
  savedAt: Instant,
  savedBy: Type.String(),
  /** Whether the item reads like this now. */
  isNow: Type.Boolean(),
  /** Against the state before it. */
  differences: Type.Array(Difference),
});
export type BankItemHistoryEntry = Static<typeof BankItemHistoryEntry>;

export const BankItemHistory = closed({
  /** Of the item as it reads now; returning names it. */
  version: Type.Integer(),
  /** The newest first, twenty at most. */
  items: Type.Array(BankItemHistoryEntry),
  /** What to ask for as `before` to see older ones; null: there are none. */
  older: nullable(Type.Integer()),
});
export type BankItemHistory = Static<typeof BankItemHistory>;

const ofItems = { tag: 'assessment', access: 'author' } as const;
const ITEM = '/api/v1/studio/banks/:name/items/:itemId';
const StateNumber = Type.String({ pattern: '^[1-9][0-9]{0,5}$' });

export const listBankItemHistory = endpoint({
  ...ofItems,
  params: closed(BankItemPlace),
  method: 'GET',
  url: `${ITEM}/history`,
  summary: 'What was changed in an item of a bank, by whom and when, the newest first',
  query: closed({ before: Type.Optional(Type.Integer({ minimum: 1, maximum: 1_000_000 })) }),
  ok: { status: 200, schema: BankItemHistory },
  problems: [400, 401, 403, 404],
});

export const returnBankItem = endpoint({
  ...ofItems,
  params: closed({ ...BankItemPlace, number: StateNumber }),
  method: 'POST',
  url: `${ITEM}/history/:number/restoration`,
  summary: 'Let an item read as it did then; how it reads now is kept beside the others',
  body: closed({ version: Type.Integer() }),
  ok: { status: 200, schema: closed({ version: Type.Integer() }) },
  problems: [400, 401, 403, 404, 409],
});
