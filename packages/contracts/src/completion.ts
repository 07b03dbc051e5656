import { Type, type Static } from 'typebox';
import { closed, Hundredths, Id, nullable, oneOf, Year } from './shared.ts';

/** What finishing something brought about; the page says it at once. */
export const CompletionNews = closed({
  lessonCompleted: Type.Boolean(),
  courseCompleted: Type.Boolean(),
  credited: nullable(
    closed({
      hundredths: Hundredths,
      year: Year,
      entryId: Id,
      /** What of the course had been credited in parts before. */
      beforeHundredths: Hundredths,
      /** What the same completion credited for the year before, by the time learned in it. */
      yearBefore: nullable(closed({ year: Year, hundredths: Hundredths })),
      /** The year before, whose share counts in this one since that year was closed. */
      closedYear: nullable(Year),
      /** What of these hours no requirement counts; null where all count, and where the news is told again. */
      leftOut: nullable(
        closed({
          /** Beyond the limit of the day. */
          overDayHundredths: Hundredths,
          /** Beyond a cap or the share of online study, or by the weight of electives. */
          overCapHundredths: Hundredths,
        }),
      ),
    }),
  ),
  /** Why a completed course brought no credit, where it did not. */
  notCredited: nullable(
    oneOf(['already-credited', 'equivalent-credited', 'offline-share', 'no-value'] as const),
  ),
});
export type CompletionNews = Static<typeof CompletionNews>;
