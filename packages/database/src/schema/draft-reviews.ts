import { id, index, instant, json, table, text, uniqueIndex } from '../dialect.sqlite.ts';
import { courseVersions } from './catalogue.ts';
import { courseDrafts } from './drafts.ts';
import { people } from './people.ts';

const person = (name: string) => id(name).references(() => people.id, { onDelete: 'restrict' });

/** What a reviewer says about a place of a submitted course; it stays with the draft over all rounds. */
export const draftComments = table(
  'draft_comments',
  {
    id: id('id').primaryKey(),
    draftId: id('draft_id')
      .notNull()
      .references(() => courseDrafts.id, { onDelete: 'cascade' }),
    /** Null: about the course as a whole. */
    lessonId: text('lesson_id'),
    /** Key of the part in the lesson (packages/formats, LessonPart); null: about the lesson. */
    place: text('place'),
    /** How that part began when this was written: it may have been rewritten since. */
    excerpt: text('excerpt'),
    text: text('text').notNull(),
    writtenBy: person('written_by').notNull(),
    writtenAt: instant('written_at').notNull(),
    /** When an author said that it is mended; null again when the reviewer disagrees. */
    doneAt: instant('done_at'),
    settledBy: person('settled_by'),
    settledAt: instant('settled_at'),
  },
  (t) => [index('draft_comments_draft').on(t.draftId, t.writtenAt)],
);

export const draftCommentReplies = table(
  'draft_comment_replies',
  {
    id: id('id').primaryKey(),
    commentId: id('comment_id')
      .notNull()
      .references(() => draftComments.id, { onDelete: 'cascade' }),
    text: text('text').notNull(),
    writtenBy: person('written_by').notNull(),
    writtenAt: instant('written_at').notNull(),
  },
  (t) => [index('draft_comment_replies_comment').on(t.commentId, t.writtenAt)],
);

/** A submitted draft that is to be published at a time. There is none once it is published or called back. */
export const draftSchedules = table(
  'draft_schedules',
  {
    id: id('id').primaryKey(),
    draftId: id('draft_id')
      .notNull()
      .references(() => courseDrafts.id, { onDelete: 'cascade' }),
    publishAt: instant('publish_at').notNull(),
    decidedBy: person('decided_by').notNull(),
    decidedAt: instant('decided_at').notNull(),
    /** From where it was decided, for the audit trail. */
    address: text('address').notNull(),
    /** Checklist of the contracts. */
    checklist: json<unknown>('checklist').notNull(),
  },
  (t) => [uniqueIndex('draft_schedules_draft').on(t.draftId)],
);

/** By whom and by which checklist a version was reviewed; versions of course folders have none. */
export const versionReviews = table('version_reviews', {
  courseVersionId: id('course_version_id')
    .primaryKey()
    .references(() => courseVersions.id, { onDelete: 'cascade' }),
  reviewedBy: person('reviewed_by').notNull(),
  /** When it was decided: earlier than its publishing where that was scheduled. */
  reviewedAt: instant('reviewed_at').notNull(),
  checklist: json<unknown>('checklist').notNull(),
});
