import type { DraftFacts } from '@xueshi/contracts';
import { MAX_RATES, REPEATS } from '@xueshi/domain';
import { isCategory } from '#lib/features/accounts/category-code.ts';
import { isArea } from '#lib/features/catalogue/labels.ts';
import { keyGroupCodeIn } from '#lib/features/people/key-group-code.ts';

type Field = (name: string) => string;

const MOST_TAGS = 8;
const LONGEST_TAG = 12;
/** How many more sources can be typed before saving. */
export const MORE_SOURCES = 3;
const MOST_SOURCES = 50;

export const tagsIn = (typed: string): string[] =>
  typed.split(/[\s、，,；;]+/u).filter((tag) => tag !== '');

export const tagsFit = (tags: readonly string[]): boolean =>
  tags.length <= MOST_TAGS && tags.every((tag) => [...tag].length <= LONGEST_TAG);

type Source = DraftFacts['sources'][number];

export const sourceRows = (sources: readonly Source[]): Source[] => {
  const empty = { title: '', issuer: '', date: '' };
  const more = Math.min(MORE_SOURCES, MOST_SOURCES - sources.length);
  return [...sources, ...Array.from({ length: more }, () => empty)];
};

function sourcesIn(field: Field): Source[] {
  const rows = Array.from({ length: MOST_SOURCES }, (_, at) => ({
    title: field(`source.${at}.title`),
    issuer: field(`source.${at}.issuer`),
    date: field(`source.${at}.date`),
  }));
  return rows.filter(({ title, issuer, date }) => `${title}${issuer}${date}`.trim() !== '');
}

const MOST_HUNDREDTHS = 1_000_000;

/** What is as it is by itself is left out. What is no number of hours is 0, which the check refuses. */
function furtherIn(field: Field): Partial<DraftFacts> {
  const maxRate = MAX_RATES.find((rate) => rate !== 1 && String(rate) === field('maxRate'));
  const equivalence = field('equivalence').trim();
  const hundredths = Math.round((Number(field('hours')) || 0) * 100);
  return {
    ...(field('seeking') === 'watched' && { seeking: 'watched' }),
    ...(maxRate !== undefined && { maxRate }),
    ...(equivalence !== '' && { equivalence }),
    ...(field('valuation') === 'authored' && {
      valuation: {
        kind: 'authored',
        hundredths: Math.min(MOST_HUNDREDTHS, Math.max(0, hundredths)),
      },
    }),
  };
}

/** What was ticked under a name. */
type Ticked = (name: string) => readonly string[];

/** What the course names or is named by elsewhere; what was left alone is left out. */
function namedIn(field: Field, ticked: Ticked): Partial<DraftFacts> {
  const audience = ticked('audience').filter(isCategory);
  const keyGroups = ticked('keyGroup').filter((code) => keyGroupCodeIn(code) !== null);
  const prerequisites = ticked('prerequisite');
  const points = ticked('syllabusPoint');
  const textbooks = ticked('textbook');
  const cover = field('cover');
  return {
    ...(audience.length > 0 && { audience }),
    ...(keyGroups.length > 0 && { keyGroups }),
    ...(prerequisites.length > 0 && { prerequisites: [...prerequisites] }),
    ...(points.length > 0 && { syllabusPoints: [...points] }),
    ...(textbooks.length > 0 && { textbooks: [...textbooks] }),
    ...(cover !== '' && { cover }),
  };
}

/** The facts as the form has them. */
export function factsIn(field: Field, ticked: Ticked = () => []): DraftFacts {
  const inBoth = (name: string) => ({ 'zh-CN': field(`${name}.zh`), en: field(`${name}.en`) });
  const area = field('area');
  const register = field('lecturer.register');
  return {
    title: inBoth('title'),
    summary: inBoth('summary'),
    area: isArea(area) ? area : 'theory',
    tags: tagsIn(field('tags')),
    lecturer: {
      name: field('lecturer.name'),
      title: field('lecturer.title'),
      ...(register !== '' && { register }),
    },
    repeat: REPEATS.find((one) => one === field('repeat')) ?? 'never',
    sources: sourcesIn(field),
    ...furtherIn(field),
    ...namedIn(field, ticked),
  };
}
