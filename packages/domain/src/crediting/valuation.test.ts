import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  checkValuation,
  DEFAULT_VALUATION_POLICY,
  materialSeconds,
  valueCourse,
  valuesAlike,
  type LessonMaterial,
  type Valuation,
} from './valuation.ts';

const policy = DEFAULT_VALUATION_POLICY;
const linear = (minutes: number) =>
  valueCourse({ valuation: { kind: 'linear' }, materialSeconds: minutes * 60, policy });

test('a course’s material is its lecture, reading, case and quiz together', () => {
  const lessons: LessonMaterial[] = [
    { kind: 'lecture', durationMs: 301_500 },
    { kind: 'reading', characters: 1_801 },
    { kind: 'case', minutes: 12 },
    { kind: 'quiz', items: 11 },
  ];
  // 301.5 s + 360.2 s + 720 s + 660 s: the parts of a second are kept until the end.
  expect(materialSeconds(lessons)).toBe(2_041);
});

test('courseware is worth the minutes that its author says it takes', () => {
  expect(materialSeconds([{ kind: 'courseware', minutes: 30 }])).toBe(1_800);
  expect(() => materialSeconds([{ kind: 'courseware', minutes: 1.5 }])).toThrow();
});

test('32 minutes of material are worth half an hour, and the screen can say why', () => {
  const { hundredths, explanation } = linear(32);
  expect(hundredths).toBe(50);
  expect(explanation).toEqual({
    kind: 'linear',
    materialSeconds: 1_920,
    academicHourMinutes: 45,
    unroundedHundredths: 71,
    exactHundredths: { numerator: 192_000, denominator: 2_700 },
    stepHundredths: 25,
    tierFromSeconds: null,
    hundredths: 50,
  });
});

test.each([
  { promise: '45 minutes are one credit hour', seconds: 2_700, hundredths: 100 },
  { promise: 'a second less is three quarters', seconds: 2_699, hundredths: 75 },
  { promise: 'a quarter begins at 11 minutes 15 seconds', seconds: 675, hundredths: 25 },
  { promise: 'less than that is worth nothing', seconds: 674, hundredths: 0 },
])('$promise', ({ seconds, hundredths }) => {
  const request = { valuation: { kind: 'linear' } as const, materialSeconds: seconds, policy };
  expect(valueCourse(request).hundredths).toBe(hundredths);
});

test('a value is the greatest whole step that the material covers, whatever hour and step', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 400_000 }),
      fc.integer({ min: 1, max: 60 }),
      fc.constantFrom(1, 10, 25, 50, 100),
      (seconds, academicHourMinutes, stepHundredths) => {
        const rules = { academicHourMinutes, stepHundredths, tiers: [] };
        const request = {
          valuation: { kind: 'linear' } as const,
          materialSeconds: seconds,
          policy: rules,
        };
        const { hundredths, explanation } = valueCourse(request);
        const worthSeconds = (value: number) => value * academicHourMinutes * 60;
        expect(hundredths % stepHundredths).toBe(0);
        expect(worthSeconds(hundredths)).toBeLessThanOrEqual(seconds * 100);
        expect(worthSeconds(hundredths + stepHundredths)).toBeGreaterThan(seconds * 100);
        expect(explanation.unroundedHundredths).toBeGreaterThanOrEqual(hundredths);
        expect(explanation.unroundedHundredths).toBeLessThan(hundredths + stepHundredths);
      },
    ),
    { numRuns: 1000 },
  );
});

const yunnan: Valuation = {
  kind: 'tiers',
  tiers: [
    { fromSeconds: 0, hundredths: 25 },
    { fromSeconds: 900, hundredths: 50 },
    { fromSeconds: 1_800, hundredths: 100 },
  ],
};

test.each([
  { promise: 'a micro-course of ten minutes is a quarter', seconds: 600, hundredths: 25, tier: 0 },
  {
    promise: 'a quarter of an hour of material is a half',
    seconds: 900,
    hundredths: 50,
    tier: 900,
  },
  {
    promise: 'one second short of half an hour stays a half',
    seconds: 1_799,
    hundredths: 50,
    tier: 900,
  },
  { promise: 'half an hour of material is one', seconds: 1_800, hundredths: 100, tier: 1_800 },
])('by the tiers of Yunnan, $promise', ({ seconds, hundredths, tier }) => {
  const value = valueCourse({ valuation: yunnan, materialSeconds: seconds, policy });
  expect(value.hundredths).toBe(hundredths);
  expect(value.explanation).toMatchObject({ kind: 'tiers', tierFromSeconds: tier });
});

test('an authored value stands as it was approved, whatever the step', () => {
  const valuation = { kind: 'authored', hundredths: 80 } as const;
  const { hundredths, explanation } = valueCourse({ valuation, materialSeconds: 60, policy });
  expect(hundredths).toBe(80);
  expect(explanation).toMatchObject({ kind: 'authored', unroundedHundredths: 80, hundredths: 80 });
});

test.each<{ promise: string; valuation: Valuation; reason: string }>([
  {
    promise: 'an authored value of nothing',
    valuation: { kind: 'authored', hundredths: 0 },
    reason: 'value-not-positive',
  },
  {
    promise: 'a fraction of a hundredth',
    valuation: { kind: 'authored', hundredths: 0.5 },
    reason: 'value-not-positive',
  },
  {
    promise: 'an empty list of tiers',
    valuation: { kind: 'tiers', tiers: [] },
    reason: 'no-tiers',
  },
  {
    promise: 'a tier without value',
    valuation: { kind: 'tiers', tiers: [{ fromSeconds: 0, hundredths: -25 }] },
    reason: 'value-not-positive',
  },
  {
    promise: 'tiers out of order',
    valuation: {
      kind: 'tiers',
      tiers: [
        { fromSeconds: 900, hundredths: 50 },
        { fromSeconds: 0, hundredths: 100 },
      ],
    },
    reason: 'tiers-not-ascending',
  },
])('$promise cannot be saved', ({ valuation, reason }) => {
  expect(checkValuation(valuation)).toEqual({ ok: false, reason });
  expect(() => valueCourse({ valuation, materialSeconds: 60, policy })).toThrow('checked');
});

describe('a policy that values by a table of lengths', () => {
  const tiers = [
    { fromSeconds: 0, hundredths: 25 },
    { fromSeconds: 900, hundredths: 50 },
    { fromSeconds: 1_800, hundredths: 100 },
  ];
  const byTable = { ...policy, tiers };

  test.each([
    [1, 25],
    [899, 25],
    [900, 50],
    [1_800, 100],
    [36_000, 100],
  ])('%i s of material are worth %i hundredths', (seconds, hundredths) => {
    const request = { valuation: { kind: 'linear' } as const, materialSeconds: seconds };
    const value = valueCourse({ ...request, policy: byTable });
    expect(value.hundredths).toBe(hundredths);
    expect(value.explanation.kind).toBe('tiers');
  });

  test('leaves a value that author and reviewer set', () => {
    const valuation = { kind: 'authored', hundredths: 70 } as const;
    expect(valueCourse({ valuation, materialSeconds: 1_800, policy: byTable }).hundredths).toBe(70);
  });

  test('differs from one that values otherwise', () => {
    expect(valuesAlike(byTable, { ...policy, tiers: structuredClone(tiers) })).toBe(true);
    expect(valuesAlike(byTable, policy)).toBe(false);
    expect(valuesAlike(byTable, { ...policy, tiers: tiers.slice(0, 2) })).toBe(false);
  });
});
