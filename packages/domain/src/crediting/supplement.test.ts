import fc from 'fast-check';
import { expect, test } from 'vitest';
import { MOST_SUPPLEMENTED_HUNDREDTHS, supplementProblem } from './supplement.ts';

const amount = fc.integer({ min: 1, max: 20_000 });

test('however often hours are given, a year never has more of them than the bound', () => {
  fc.assert(
    fc.property(fc.array(amount, { maxLength: 30 }), (wishes) => {
      let givenHundredths = 0;
      for (const wish of wishes) {
        const problem = supplementProblem(wish, { courseHundredths: null, givenHundredths });
        if (problem === null) givenHundredths += wish;
      }
      expect(givenHundredths).toBeLessThanOrEqual(MOST_SUPPLEMENTED_HUNDREDTHS);
    }),
  );
});

test('for a course no more is given than it is worth', () => {
  fc.assert(
    fc.property(amount, amount, (hundredths, courseHundredths) => {
      const problem = supplementProblem(hundredths, { courseHundredths, givenHundredths: 0 });
      if (hundredths > courseHundredths) expect(problem).toBe('beyond-course');
      else expect(problem === null).toBe(hundredths <= MOST_SUPPLEMENTED_HUNDREDTHS);
    }),
  );
});

test('nothing, less than nothing and parts of a hundredth are no hours', () => {
  for (const hundredths of [0, -25, 0.5, Number.NaN])
    expect(supplementProblem(hundredths, { courseHundredths: null, givenHundredths: 0 })).toBe(
      'nothing-to-give',
    );
});
