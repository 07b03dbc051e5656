import type { FlagDetail, FlagRow, FlagStep, OwnFlag } from '@xueshi/contracts';
import type { Reader } from '@xueshi/database';
import {
  effectsOf,
  stepsOf,
  titlesKey,
  titlesOf,
  type FlagEffectRow,
  type FlagRowStored,
  type LessonTitles,
} from './store.ts';

const UNKNOWN: LessonTitles = {
  course: { 'zh-CN': '', en: '' },
  lesson: { 'zh-CN': '', en: '' },
};

export interface FlagMatter {
  readonly titles: ReadonlyMap<string, LessonTitles>;
  readonly steps: Awaited<ReturnType<typeof stepsOf>>;
  readonly effects: readonly FlagEffectRow[];
}

/** All that views of these flags need beside the flags. */
export async function matterOf(db: Reader, rows: readonly FlagRowStored[]): Promise<FlagMatter> {
  const ids = rows.map((row) => row.id);
  const effects = await effectsOf(db, ids);
  const lessons = [...rows.flatMap((row) => row.lessons), ...effects];
  return { titles: await titlesOf(db, lessons), steps: await stepsOf(db, ids), effects };
}

export const titlesIn = (
  { titles }: Pick<FlagMatter, 'titles'>,
  of: { enrolmentId: string; lessonId: string },
): LessonTitles => titles.get(titlesKey(of)) ?? UNKNOWN;

/** The course's title where no lesson is named: any lesson of the enrolment knows it. */
function courseTitleIn({ titles }: FlagMatter, enrolmentId: string) {
  const key = [...titles.keys()].find((one) => one.startsWith(`${enrolmentId}/`));
  return (key === undefined ? undefined : titles.get(key)?.course) ?? UNKNOWN.course;
}

export function lessonTitles(row: FlagRowStored, matter: Pick<FlagMatter, 'titles'>) {
  return row.lessons.map((lesson) => titlesIn(matter, lesson).lesson);
}

export function stepViews(row: FlagRowStored, matter: FlagMatter, forLearner: boolean): FlagStep[] {
  return matter.steps
    .filter(({ step }) => step.flagId === row.id)
    .map(({ step, name }) => ({
      at: step.at.toISOString(),
      step: step.step as FlagStep['step'],
      by: forLearner ? null : name,
      text: step.text,
    }));
}

export function effectViews(row: FlagRowStored, matter: FlagMatter): FlagDetail['effects'] {
  return (
    matter.effects
      // Of a course that was credited in parts one line is enough.
      .filter(
        ({ flagId, kind, lessonId }) =>
          flagId === row.id && (kind !== 'reversal' || lessonId === ''),
      )
      .map((effect) => ({
        kind: effect.kind as FlagDetail['effects'][number]['kind'],
        courseTitle: courseTitleIn(matter, effect.enrolmentId),
        lessonTitle: effect.lessonId === '' ? null : titlesIn(matter, effect).lesson,
        undone: effect.undoneAt !== null,
      }))
  );
}

export function rowView(
  row: FlagRowStored,
  person: FlagRow['person'],
  matter: Pick<FlagMatter, 'titles'>,
): FlagRow {
  return {
    id: row.id,
    person,
    rule: row.rule as FlagRow['rule'],
    day: row.day,
    figures: row.figures,
    lessons: lessonTitles(row, matter),
    state: row.state as FlagRow['state'],
    raisedAt: row.raisedAt.toISOString(),
  };
}

export function ownView(
  row: FlagRowStored,
  matter: FlagMatter,
  appeal: Pick<OwnFlag, 'appealUntil' | 'appealTo'>,
): OwnFlag {
  return {
    id: row.id,
    rule: row.rule as OwnFlag['rule'],
    day: row.day,
    figures: row.figures,
    state: row.state as OwnFlag['state'],
    lessons: lessonTitles(row, matter),
    steps: stepViews(row, matter, true),
    effects: effectViews(row, matter),
    ...appeal,
  };
}
