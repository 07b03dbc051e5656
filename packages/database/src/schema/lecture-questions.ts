import { id, instant, integer, primaryKey, table, text } from '../dialect.sqlite.ts';
import { lessons } from './catalogue.ts';
import { enrolments } from './learning.ts';

/** How the author's questions within a lecture stand for a learner who was asked them. */
export const questionStandings = table(
  'question_standings',
  {
    enrolmentId: id('enrolment_id')
      .notNull()
      .references(() => enrolments.id, { onDelete: 'restrict' }),
    lessonId: id('lesson_id')
      .notNull()
      .references(() => lessons.id, { onDelete: 'restrict' }),
    questionId: text('question_id').notNull(),
    /** 'asked', 'again' (wrong too often: its part is to be watched once more) or 'right'. */
    standing: text('standing').notNull(),
    /** Wrong answers since its part was last to be watched. */
    wrongInRow: integer('wrong_in_row').notNull(),
    /** All wrong answers; 0 once it is right: right at the first try. */
    wrongAnswers: integer('wrong_answers').notNull(),
    askedAt: instant('asked_at').notNull(),
    answeredAt: instant('answered_at'),
  },
  (t) => [primaryKey({ columns: [t.enrolmentId, t.lessonId, t.questionId] })],
);
