import fc from 'fast-check';
import { expect, test } from 'vitest';
import { maskedName } from './masked-name.ts';

test.each([
  ['王', '*'],
  ['王兰', '王*'],
  ['王秀兰', '王*兰'],
  ['欧阳娜娜', '欧**娜'],
  ['爱新觉罗溥仪', '爱****仪'],
  ['𠮷田䶮', '𠮷*䶮'],
  ['买买提·吐尔逊', '买**·吐**'],
  ['阿卜杜拉·买买提·吐尔逊', '阿***·买**·吐**'],
  ['次仁•卓玛', '次*•卓*'],
  ['John Smith', 'J*** S****'],
  ['  王兰  ', '王*'],
])('%s is shown as %s', (name, shown) => expect(maskedName(name)).toBe(shown));

test('of each part at most two characters are seen, and no name of two or more is seen whole', () => {
  const character = fc.constantFrom(...'王秀兰欧阳娜䶮𠮷');
  fc.assert(
    fc.property(fc.array(character, { minLength: 1, maxLength: 12 }), (characters) => {
      const shown = [...maskedName(characters.join(''))];
      expect(shown.length).toBe(characters.length);
      expect(shown.filter((one) => one !== '*').length).toBeLessThanOrEqual(2);
      expect(shown).toContain('*');
    }),
  );
});
