import { id, index, instant, integer, json, table, text } from '../dialect.sqlite.ts';
import { courseDrafts } from './drafts.ts';
import { people } from './people.ts';

/** A file of a draft that is still on its way; its bytes lie in the uploads folder under its id. */
export const draftUploads = table(
  'draft_uploads',
  {
    id: id('id').primaryKey(),
    draftId: id('draft_id')
      .notNull()
      .references(() => courseDrafts.id, { onDelete: 'cascade' }),
    /** 'recording', 'subtitles' or 'slide'. */
    kind: text('kind').notNull(),
    /** As it is called on the sender's computer: shown, and never a path here. */
    fileName: text('file_name').notNull(),
    /** All of it, as announced. */
    bytes: integer('bytes').notNull(),
    /** By which the page knows the same file again. */
    fingerprint: text('fingerprint').notNull(),
    /** What the sender says it is, hexadecimal; null where they do not. */
    sha256: text('sha256'),
    startedBy: id('started_by')
      .notNull()
      .references(() => people.id, { onDelete: 'restrict' }),
    startedAt: instant('started_at').notNull(),
    /** When something last came in. */
    touchedAt: instant('touched_at').notNull(),
  },
  (t) => [index('draft_uploads_draft').on(t.draftId)],
);

/** A file that arrived whole. Its row comes after its bytes are on the disk. */
export const draftFiles = table(
  'draft_files',
  {
    /** The id that it was sent under. */
    id: id('id').primaryKey(),
    draftId: id('draft_id')
      .notNull()
      .references(() => courseDrafts.id, { onDelete: 'cascade' }),
    kind: text('kind').notNull(),
    fileName: text('file_name').notNull(),
    bytes: integer('bytes').notNull(),
    /** What the sender says it is; null where they do not. */
    statedSha256: text('stated_sha256'),
    /** Null until it was looked through. */
    sha256: text('sha256'),
    /** What it is kept as in the drafts folder, `<sha256>.<kind of file>`; null until then. */
    keptAs: text('kept_as'),
    /** 'checking', 'usable' or 'refused'. */
    state: text('state').notNull(),
    /** Why it was refused. */
    problem: text('problem'),
    /** What was found in it: FoundInFile of the contracts. */
    found: json<unknown>('found'),
    addedBy: id('added_by')
      .notNull()
      .references(() => people.id, { onDelete: 'restrict' }),
    addedAt: instant('added_at').notNull(),
  },
  (t) => [index('draft_files_draft').on(t.draftId), index('draft_files_kept').on(t.keptAs)],
);
