// The catalogue as a learner leafs through it: found by words, cut to an area and to a post.
import type { CourseCard } from '@xueshi/contracts';
import type { Reader } from '@xueshi/database';
import { SENSITIVE_KEY_GROUP } from '@xueshi/domain';
import type { Platform } from '../../platform/platform.ts';
import type { Actor } from '../../platform/sessions.ts';
import { publishedCatalogue, searchPublished, type PublishedCourse } from '../catalogue/service.ts';
import { demandShownKeyGroup, knownKeyGroups } from '../key-groups/service.ts';
import { cardsOf } from './course-view.ts';

const PAGE_SIZE = 24;

interface Wanted {
  readonly query?: string;
  readonly area?: string;
  readonly keyGroup?: string;
  readonly page?: number;
}

const inArea =
  (area: string | undefined) =>
  ({ version }: PublishedCourse) =>
    area === undefined || version.area === area;
const forHolders =
  (keyGroup: string | undefined) =>
  ({ version }: PublishedCourse) =>
    keyGroup === undefined || version.keyGroups.includes(keyGroup);

/** Each list is counted by what the other one is cut to: a number is what a tap on it leads to. */
export async function listCourses(platform: Platform, actor: Actor, wanted: Wanted) {
  const { area, keyGroup, page = 1 } = wanted;
  await demandShownKeyGroup(platform.db, keyGroup);
  const found = await searchPublished(platform, wanted.query ?? '');
  const { courses } = await publishedCatalogue(platform);
  const ofArea = found.filter(inArea(area));
  const ofGroup = found.filter(forHolders(keyGroup));
  const chosen = ofArea.filter(forHolders(keyGroup));
  const shown = chosen.slice((page - 1) * PAGE_SIZE, page * PAGE_SIZE);
  return {
    items: await cardsOf(platform, actor, shown),
    total: chosen.length,
    page,
    pageSize: PAGE_SIZE,
    areas: [...Map.groupBy(ofGroup, ({ version }) => version.area)].map(([code, some]) => ({
      area: code as CourseCard['area'],
      count: some.length,
    })),
    keyGroups: await countedGroups(platform.db, courses, ofArea),
  };
}

/** Those that a published course names; of what an installation elsewhere added nobody knows here what it is. */
async function countedGroups(
  db: Reader,
  published: readonly PublishedCourse[],
  found: readonly PublishedCourse[],
) {
  const named = new Set(published.flatMap(({ version }) => version.keyGroups));
  named.delete(SENSITIVE_KEY_GROUP);
  if (named.size === 0) return [];
  return (await knownKeyGroups(db))
    .filter(({ code }) => named.has(code))
    .map(({ code, name }) => ({ code, name, count: found.filter(forHolders(code)).length }));
}
