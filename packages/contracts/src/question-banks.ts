// Question banks that authors keep in the studio, beside those that are files of the installation.
import { Type, type Static } from 'typebox';
import { searchBank } from './assessment-studio.ts';
import { AskedItem, QuizAnswer } from './assessment.ts';
import { ItemForm, QuizForm } from './draft-forms.ts';
import { QuestionsReading } from './draft-questions.ts';
import { DraftFault } from './drafts.ts';
import {
  Area,
  BinaryFile,
  closed,
  endpoint,
  Instant,
  LocalText,
  nullable,
  oneOf,
  text,
} from './shared.ts';

/** What rules of quizzes call a bank by; a bank's file has it as its name. */
const BankName = Type.String({ pattern: '^[a-z0-9][a-z0-9-]{0,29}$' });
const ItemName = Type.String({ pattern: '^[A-Za-z0-9_-]{1,40}$' });
const ofBanks = { tag: 'assessment', access: 'author' } as const;
const BANK = '/api/v1/studio/banks/:name';
const ofBank = { ...ofBanks, params: closed({ name: BankName }) } as const;
export const BankItemPlace = { name: BankName, itemId: ItemName };
const ofItem = { ...ofBanks, params: closed(BankItemPlace) } as const;
/** As many items as a bank may have in one request, in Chinese, with room. */
const FORM_BYTES = 2 * 1024 * 1024;

/** 'unfinished': it has faults and is not drawn until they are mended. */
export const BANK_ITEM_STATES = ['ready', 'unfinished', 'retired'] as const;
export type BankItemState = (typeof BANK_ITEM_STATES)[number];

const Counts = {
  ready: Type.Integer(),
  unfinished: Type.Integer(),
  retired: Type.Integer(),
};

export const BankCard = closed({
  name: Type.String(),
  title: LocalText,
  /** 'file': on the server's disk, and read here only. */
  origin: oneOf(['studio', 'file'] as const),
  ...Counts,
  /** Who saved something in it last; null of a file. */
  saved: nullable(closed({ at: Instant, by: Type.String() })),
});
export type BankCard = Static<typeof BankCard>;

export const listBanks = endpoint({
  ...ofBanks,
  method: 'GET',
  url: '/api/v1/studio/banks',
  summary: 'The question banks: those kept in the studio, and those that are files',
  ok: { status: 200, schema: closed({ items: Type.Array(BankCard) }) },
  problems: [401, 403],
});

const Facts = {
  title: closed({ 'zh-CN': text(120), en: text(120, 0) }),
  area: Area,
  source: text(200),
};

export const beginBank = endpoint({
  ...ofBanks,
  method: 'POST',
  url: '/api/v1/studio/banks',
  summary: 'Begin a question bank; its name stays for ever',
  body: closed({ name: BankName, ...Facts }),
  ok: { status: 201, schema: closed({ name: Type.String() }) },
  problems: [400, 401, 403, 409],
});

const Groups = Type.Array(closed({ id: ItemName, text: text(8_000) }), { maxItems: 50 });

/** A picture for texts of a bank: `![…](name)` shows it. */
export const BankPicture = closed({
  name: Type.String(),
  /** As it was called where it came from. */
  fileName: Type.String(),
  /** Where those who work on the bank see it. */
  url: Type.String(),
});
export type BankPicture = Static<typeof BankPicture>;

export const KeptQuestionBank = closed({
  name: Type.String(),
  title: LocalText,
  area: Area,
  source: Type.String(),
  /** Texts that several items ask about. */
  groups: Type.Array(closed({ id: Type.String(), text: Type.String() })),
  /** What was sent for its texts, the newest first. */
  pictures: Type.Array(BankPicture),
  /** Of the facts alone; saving names it. */
  version: Type.Integer(),
  savedAt: Instant,
  savedBy: Type.String(),
  ...Counts,
});
export type KeptQuestionBank = Static<typeof KeptQuestionBank>;

export const readBank = endpoint({
  ...ofBank,
  method: 'GET',
  url: BANK,
  summary: 'A question bank that is kept in the studio',
  ok: { status: 200, schema: KeptQuestionBank },
  problems: [400, 401, 403, 404],
});

export const saveBank = endpoint({
  ...ofBank,
  method: 'PUT',
  url: BANK,
  summary: 'Save what a bank is called, is about and shares; a text that items ask about stays',
  bodyBytes: FORM_BYTES,
  body: closed({ version: Type.Integer(), ...Facts, groups: Groups }),
  ok: { status: 200, schema: closed({ version: Type.Integer() }) },
  problems: [400, 401, 403, 404, 409, 413],
});

export const addBankItems = endpoint({
  ...ofBank,
  method: 'POST',
  url: `${BANK}/items`,
  summary:
    'Add items at the end of a bank, all or none, under ids that are free; with the texts that they share and the bank has not, and some of them retired',
  bodyBytes: FORM_BYTES,
  body: closed({
    items: Type.Array(ItemForm, { minItems: 1, maxItems: 200 }),
    /** By the ids that the items name. */
    groups: Type.Optional(Groups),
    /** Places in `items`, from 0. */
    retired: Type.Optional(
      Type.Array(Type.Integer({ minimum: 0, maximum: 199 }), { maxItems: 200 }),
    ),
  }),
  ok: { status: 201, schema: closed({ added: Type.Array(Type.String()) }) },
  problems: [400, 401, 403, 404, 409, 413],
});

export const BankItemSheet = closed({
  bank: closed({
    name: Type.String(),
    title: LocalText,
    groups: KeptQuestionBank.properties.groups,
  }),
  item: ItemForm,
  version: Type.Integer(),
  state: oneOf(BANK_ITEM_STATES),
  savedAt: Instant,
  savedBy: Type.String(),
  /** What is to be mended before it can be drawn; fields as in `options.0`. */
  faults: Type.Array(DraftFault),
  /** As learners see it. */
  preview: closed({
    asked: AskedItem,
    groupHtml: nullable(Type.String()),
    rightAnswer: nullable(QuizAnswer),
    explanationHtml: Type.String(),
  }),
  pictures: KeptQuestionBank.properties.pictures,
});
export type BankItemSheet = Static<typeof BankItemSheet>;

export const readBankItem = endpoint({
  ...ofItem,
  method: 'GET',
  url: `${BANK}/items/:itemId`,
  summary: 'An item of a bank as its editor shows it, with what is to be mended',
  ok: { status: 200, schema: BankItemSheet },
  problems: [400, 401, 403, 404],
});

export const saveBankItem = endpoint({
  ...ofItem,
  method: 'PUT',
  url: `${BANK}/items/:itemId`,
  summary: 'Save an item under its id; courses that are published and attempts keep what they have',
  bodyBytes: FORM_BYTES,
  body: closed({ version: Type.Integer(), item: ItemForm }),
  ok: { status: 200, schema: closed({ version: Type.Integer() }) },
  problems: [400, 401, 403, 404, 409, 413],
});

export const retireBankItem = endpoint({
  ...ofItem,
  method: 'PUT',
  url: `${BANK}/items/:itemId/retirement`,
  summary: 'Retire an item, or take it back into use; nothing is deleted',
  body: closed({ isRetired: Type.Boolean() }),
  ok: { status: 204, schema: Type.Null() },
  problems: [400, 401, 403, 404],
});

export const readBankQuestions = endpoint({
  ...ofBank,
  method: 'POST',
  url: `${BANK}/question-readings`,
  summary:
    'Read questions for a bank from a file (application/octet-stream, as for a quiz); nothing is kept but the pictures that they show',
  query: closed({
    fileName: text(200),
    form: oneOf(['pasted', 'file'] as const),
    /** The first that is shown, from 1; 200 are at once. */
    from: Type.Optional(Type.Integer({ minimum: 1, maximum: 2_000 })),
  }),
  ok: { status: 200, schema: QuestionsReading },
  problems: [400, 401, 403, 404, 413, 415],
});

const { search, kind, area, difficulty, tag, statute, state } = searchBank.query.properties;
/** As in a search; with all of it left out everything that is not retired. */
const Chosen = { search, kind, area, difficulty, tag, statute, state };

export const BANK_EXPORT_FORMS = ['xlsx', 'source', 'qti', 'moodle'] as const;
export type BankExportForm = (typeof BANK_EXPORT_FORMS)[number];

export const BankExports = closed({
  questions: Type.Integer(),
  retired: Type.Integer(),
  /** Pictures that they show, and how much these are together. */
  pictures: Type.Integer(),
  pictureBytes: Type.Integer(),
  /** What some of the forms have no place for: without an answer, with a shared text, resting on an article, of an area or source of their own, too large for a row. */
  unanswered: Type.Integer(),
  shared: Type.Integer(),
  cited: Type.Integer(),
  ownOrigin: Type.Integer(),
  tooLarge: Type.Integer(),
});
export type BankExports = Static<typeof BankExports>;

export const readBankExports = endpoint({
  ...ofBank,
  method: 'GET',
  url: `${BANK}/exports`,
  summary: 'What an export of a bank, or of what a search finds in it, would hold and leave behind',
  query: closed(Chosen),
  ok: { status: 200, schema: BankExports },
  problems: [400, 401, 403, 404],
});

export const exportBank = endpoint({
  ...ofBank,
  method: 'POST',
  url: `${BANK}/exports`,
  summary:
    'Export a bank, or what a search finds in it, with its answers: a table, files in its own format, QTI 2.1 (zips with pictures) or Moodle XML; kept in the audit trail',
  body: closed({ form: oneOf(BANK_EXPORT_FORMS), ...Chosen }),
  ok: { status: 200, schema: BinaryFile },
  problems: [400, 401, 403, 404, 409],
});

const PictureName = Type.String({ pattern: '^[a-z0-9][a-z0-9.-]{0,59}$' });

export const sendBankPicture = endpoint({
  ...ofBank,
  method: 'POST',
  url: `${BANK}/pictures`,
  summary:
    'Send a picture for the texts of a bank: the bytes of a PNG, JPEG or WebP file as application/octet-stream',
  query: closed({ fileName: text(200) }),
  ok: { status: 201, schema: closed({ name: Type.String(), url: Type.String() }) },
  problems: [400, 401, 403, 404, 409, 413, 415],
});

export const removeBankPicture = endpoint({
  ...ofBanks,
  params: closed({ name: BankName, picture: PictureName }),
  method: 'DELETE',
  url: `${BANK}/pictures/:picture`,
  summary: 'Take a picture away that no text of the bank shows; what is published keeps its own',
  ok: { status: 204, schema: Type.Null() },
  problems: [400, 401, 403, 404, 409],
});

const Draws = QuizForm.properties.draws;

export const DrawMatches = closed({
  banks: Type.Array(
    closed({
      name: Type.String(),
      title: LocalText,
      /** What its items are tagged with. */
      tags: Type.Array(Type.String()),
    }),
  ),
  /** For each rule what fits it now; null: there is no such bank. */
  rules: Type.Array(nullable(closed({ items: Type.Integer(), caseSets: Type.Integer() }))),
});
export type DrawMatches = Static<typeof DrawMatches>;

export const countDraws = endpoint({
  ...ofBanks,
  method: 'POST',
  url: '/api/v1/studio/draw-counts',
  summary: 'What the banks have for each rule by which a quiz draws; nothing is kept',
  body: closed({ draws: Draws }),
  ok: { status: 200, schema: DrawMatches },
  problems: [400, 401, 403],
});
