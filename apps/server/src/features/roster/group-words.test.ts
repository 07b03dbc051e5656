import { BUILT_IN_KEY_GROUPS, nameKey } from '@xueshi/domain';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { KeyGroup } from '../key-groups/service.ts';
import { dictionaryOf, groupsCell, groupsMeant } from './group-words.ts';

/** Names as the register lets them be: at least a letter or digit, and no semicolon. */
const name = fc
  .string({
    unit: fc.constantFrom(...'选调生第一书记（驻村）、，,/ -·aAbB1２'),
    minLength: 2,
    maxLength: 12,
  })
  .filter((one) => one === one.trim() && nameKey(one) !== '');

const groups = fc.uniqueArray(fc.record({ zh: name, en: name }), { maxLength: 8 }).map((names) => {
  const taken = new Set(BUILT_IN_KEY_GROUPS.map(({ code }) => nameKey(code)));
  return names.flatMap(({ zh, en }, at): KeyGroup[] => {
    const words = [`group_${at}`, zh, en].map(nameKey);
    if (words.some((word) => taken.has(word))) return [];
    for (const word of words) taken.add(word);
    const rule = { code: `group_${at}`, categories: [], mostInUnit: null };
    return [{ ...rule, name: { 'zh-CN': zh, en }, isRetired: false, own: null }];
  });
});

test('what a roster says of key groups is read again as it was written, in either language', () => {
  fc.assert(
    fc.property(groups, fc.constantFrom('zh-CN' as const, 'en' as const), (known, locale) => {
      const codes = known.map(({ code }) => code);
      const cell = groupsCell(known, codes, locale);
      const read = groupsMeant(dictionaryOf(known), cell ?? '');
      expect(read).toEqual({ groups: codes, unknown: [] });
    }),
  );
});
