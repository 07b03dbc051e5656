import { id, index, instant, integer, table, text, uniqueIndex } from '../dialect.sqlite.ts';
import { people } from './people.ts';

/** Public keys that signed something here, kept so that old signatures can be verified for ever. */
export const signingKeys = table('signing_keys', {
  keyId: text('key_id').primaryKey(),
  /** SPKI, base64. */
  publicKey: text('public_key').notNull(),
  firstUsedAt: instant('first_used_at').notNull(),
});

/** Certificates and hours statements as they were signed; append-only by trigger. */
export const issuedDocuments = table(
  'issued_documents',
  {
    id: id('id').primaryKey(),
    personId: id('person_id')
      .notNull()
      .references(() => people.id, { onDelete: 'restrict' }),
    /** 'certificate' or 'hours_statement'. */
    kind: text('kind').notNull(),
    /** What it is about: the id of a credit entry, or a training year. */
    subject: text('subject').notNull(),
    /** From 1; a later one of the same subject supersedes the earlier. */
    number: integer('number').notNull(),
    code: text('code').notNull(),
    /** SHA-256 of what is stated without code and date: equal facts are not issued twice. */
    factsHash: text('facts_hash').notNull(),
    /** The canonical JSON that was signed. */
    statement: text('statement').notNull(),
    signature: text('signature').notNull(),
    keyId: text('key_id')
      .notNull()
      .references(() => signingKeys.keyId, { onDelete: 'restrict' }),
    issuedAt: instant('issued_at').notNull(),
    issuedBy: id('issued_by').notNull(),
  },
  (t) => [
    uniqueIndex('issued_documents_code').on(t.code),
    uniqueIndex('issued_documents_number').on(t.personId, t.kind, t.subject, t.number),
    index('issued_documents_person').on(t.personId, t.issuedAt),
  ],
);
