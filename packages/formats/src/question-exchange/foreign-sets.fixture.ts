// Real files of other systems lie outside the repository (../shared/data); what is made of each set
// is printed as a table.
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gradeQuiz, type QuizAnswer } from '@xueshi/domain';
import { keyOf, type Question } from './question.ts';
import type { ItemRead, QuestionsRead } from './item-reading.ts';

const candidates = ['../../../../../shared/data/', '../../../../../../shared/data/'].map((path) =>
  fileURLToPath(new URL(path, import.meta.url)),
);

/** The folder of a set, or null where this machine has none; said in the name of the test. */
export function foreignSet(name: string): string | null {
  return candidates.map((path) => path + name).find((path) => existsSync(path)) ?? null;
}

export const whyNot = (name: string): string => ` (skipped: ../shared/data/${name} is not here)`;

/** Reasons that say that a kind of item does not exist here, and not that it was not understood. */
const NO_SUCH_KIND = new Set([
  'question-not',
  'question-type',
  'number-range',
  'number-formula',
  'several-right',
  'several-tasks',
  'match-shape',
  'question-elsewhere',
]);

export interface ForeignFile {
  readonly file: string;
  readonly read: QuestionsRead;
}

export interface Tally {
  items: number;
  alike: number;
  otherwise: number;
  noSuchKind: number;
  refused: number;
}

/** Counts a set and prints its table: items in each file, imported, refused and why. */
export function printTable(set: string, files: readonly ForeignFile[]): Tally {
  const tally: Tally = { items: 0, alike: 0, otherwise: 0, noSuchKind: 0, refused: 0 };
  const lines = files.map(({ file, read }) => {
    if (!read.ok) {
      return `${file} | – | – | – | the whole file: ${read.errors.map(({ code }) => code).join(', ')}`;
    }
    for (const item of read.items) count(tally, item);
    const alike = read.items.filter((item) => item.question && item.scoresAlike).length;
    const otherwise = read.items.filter((item) => item.question && !item.scoresAlike).length;
    return `${file} | ${read.items.length} | ${alike} | ${otherwise} | ${refusals(read.items)}`;
  });
  const supported = tally.items - tally.noSuchKind;
  const came = tally.alike + tally.otherwise;
  const share = supported === 0 ? 100 : Math.round((came * 1000) / supported) / 10;
  process.stdout.write(
    [
      `\n${set}: file | items | imported, scored alike | imported, scored otherwise (said) | refused and why`,
      ...lines,
      `all | ${tally.items} | ${tally.alike} | ${tally.otherwise} | ${tally.refused + tally.noSuchKind}; of the ${supported} in well-formed files and of kinds that exist here ${share} % came in\n`,
    ].join('\n'),
  );
  return tally;
}

const refusals = (items: readonly ItemRead[]): string =>
  items
    .filter(({ question }) => question === null)
    .map(({ name, problems }) => `${name}: ${problems.map(({ code }) => code).join(', ')}`)
    .join('; ') || '–';

function count(tally: Tally, item: ItemRead): void {
  tally.items += 1;
  if (item.question !== null) tally[item.scoresAlike ? 'alike' : 'otherwise'] += 1;
  else if (item.problems.some(({ code }) => NO_SUCH_KIND.has(code))) tally.noSuchKind += 1;
  else tally.refused += 1;
}

/** What an answer earns here, per cent of the question's worth, exact to hundredths. */
export function shareOf(question: Question, answer: QuizAnswer): number {
  const key = { ...keyOf(question), id: 'q', points: 100 };
  const grade = gradeQuiz([key], { q: answer }, 60, {});
  return (grade.earnedHundredths * 100) / grade.worthHundredths;
}
