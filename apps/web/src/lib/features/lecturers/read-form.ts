import type { LecturerForm } from '@xueshi/contracts';
import { isKind } from './labels.ts';

type Field = (name: string) => string;

const MOST_TOPICS = 12;
const LONGEST_TOPIC = 20;

export const EMPTY_LECTURER: LecturerForm = {
  name: '',
  nameEn: '',
  kind: 'leader',
  title: '',
  topics: [],
  biography: '',
  biographyEn: '',
  loginName: '',
};

export const topicsIn = (typed: string): string[] =>
  typed.split(/[\s、，,；;]+/u).filter((topic) => topic !== '');

export const topicsFit = (topics: readonly string[]): boolean =>
  topics.length <= MOST_TOPICS && topics.every((topic) => [...topic].length <= LONGEST_TOPIC);

/** What the form of an entry has. */
export function lecturerIn(field: Field): LecturerForm {
  const kind = field('kind');
  return {
    name: field('name'),
    nameEn: field('nameEn'),
    kind: isKind(kind) ? kind : 'leader',
    title: field('title'),
    topics: topicsIn(field('topics')),
    biography: field('biography'),
    biographyEn: field('biographyEn'),
    loginName: field('loginName').trim(),
  };
}
