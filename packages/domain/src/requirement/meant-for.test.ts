import fc from 'fast-check';
import { expect, test } from 'vitest';
import { KEY_GROUPS, SENSITIVE_KEY_GROUP } from '../people/key-group.ts';
import { AUDIENCE_CATEGORIES } from './audience-category.ts';
import {
  isForEverybody,
  isMeantFor,
  keyGroupsMeant,
  type CourseAudience,
  type PostToday,
} from './meant-for.ts';
import { keyGroupsAt } from './post-stretch.ts';

const categories = [...AUDIENCE_CATEGORIES, 'state_farm'];
const groups = [...KEY_GROUPS, 'xuandiao'];
const course = fc.record({ audience: fc.subarray(categories), keyGroups: fc.subarray(groups) });
const post = fc.record({
  category: fc.option(fc.constantFrom(...categories), { nil: null }),
  keyGroups: fc.subarray(groups),
});
const always = (promise: (named: CourseAudience, who: PostToday) => void) =>
  fc.assert(fc.property(course, post, promise));

test('a course that names nobody is for everybody, and for nobody because of a post', () => {
  fc.assert(
    fc.property(post, (who) => {
      const open = { audience: [], keyGroups: [] };
      expect(isForEverybody(open)).toBe(true);
      expect(isMeantFor(open, who)).toBe(true);
      expect(keyGroupsMeant(open, who)).toEqual([]);
    }),
  );
});

test('a course that names somebody is for those of the category, those who hold a key group, and no others', () => {
  always((named, who) => {
    fc.pre(!isForEverybody(named));
    const byCategory = named.audience.some((code) => code === who.category);
    const shared = named.keyGroups.filter((code) => who.keyGroups.includes(code));
    const byGroup = shared.some((code) => code !== SENSITIVE_KEY_GROUP);
    expect(isMeantFor(named, who)).toBe(byCategory || byGroup);
    expect(keyGroupsMeant(named, who).length > 0).toBe(byGroup);
  });
});

test('to be named besides, or to hold one more, takes a course from nobody', () => {
  always((named, who) => {
    fc.pre(isMeantFor(named, who) && !isForEverybody(named));
    for (const code of groups) {
      expect(isMeantFor({ ...named, keyGroups: [...named.keyGroups, code] }, who)).toBe(true);
      expect(isMeantFor(named, { ...who, keyGroups: [...who.keyGroups, code] })).toBe(true);
    }
  });
});

test('who is a reserve cadre makes no difference to what a course is meant for', () => {
  always((named, who) => {
    const keyGroups = who.keyGroups.filter((code) => code !== SENSITIVE_KEY_GROUP);
    for (const held of [keyGroups, [...keyGroups, SENSITIVE_KEY_GROUP]]) {
      expect(isMeantFor(named, { ...who, keyGroups: held })).toBe(isMeantFor(named, who));
      expect(keyGroupsMeant(named, { keyGroups: held })).not.toContain(SENSITIVE_KEY_GROUP);
    }
  });
});

test('a key group is held from its first instant to its last, which counts no more', () => {
  const [from, to] = [new Date(1_000), new Date(2_000)];
  const held = [{ keyGroup: 'village_secretary', from, to }];
  expect([999, 1_000, 1_999, 2_000].map((at) => keyGroupsAt(held, new Date(at)).length)).toEqual([
    0, 1, 1, 0,
  ]);
  expect(keyGroupsAt([{ keyGroup: 'xuandiao', from, to: null }], new Date(9e12))).toEqual([
    'xuandiao',
  ]);
});
