import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { appealPath, mayDecideAppeal } from './appeal.ts';
import { answersPassed, inStep, sharedBrowser, type QuizSheet } from './crowd-rules.ts';
import { DEFAULT_FLAG_POLICY, readFlagLimits } from './flag-policy.ts';

const MINUTE = 60_000;

test('A2: three people in one browser; a finding for each, which names nobody', () => {
  const opened = ['p', 'q', 'r'].map((personId, at) => ({
    personId,
    sessionId: `s${at}`,
    atMs: at,
  }));
  const found = sharedBrowser(opened, 3);
  expect([...found.keys()]).toEqual(['p', 'q', 'r']);
  expect(found.get('p')).toEqual({
    subject: '',
    figures: { people: 3 },
    seen: [{ fromMs: 0, toMs: 0, sessionId: 's0', figures: {} }],
  });
  expect(sharedBrowser([...opened.slice(1), ...opened.slice(1)], 3).size).toBe(0);
});

describe('A3: in step', () => {
  /** Each person's reports, every 15 s for an hour, with a phase of their own. */
  const reporting = (phases: readonly number[]) =>
    phases.flatMap((phaseMs, at) =>
      Array.from({ length: 240 }, (_, n) => ({
        personId: `p${at}`,
        sessionId: `s${at}`,
        atMs: n * 15_000 + phaseMs,
      })),
    );

  test('five within two seconds for an hour, also over the turn of the period', () => {
    expect(inStep(reporting([0, 300, 700, 1_200, 1_900]), 5).size).toBe(5);
    expect(inStep(reporting([14_200, 14_600, 0, 500, 1_000]), 5).size).toBe(5);
    expect(inStep(reporting([0, 300, 700, 1_200]), 5).size).toBe(0);
  });

  test('for a quarter of an hour it is chance', () => {
    const short = reporting([0, 300, 700, 1_200, 1_900]).filter(({ atMs }) => atMs < 15 * MINUTE);
    expect(inStep(short, 5).size).toBe(0);
  });

  test('where many learn at one address, some are in step by chance and it says nothing', () => {
    const office = Array.from({ length: 60 }, (_, at) => at * 250);
    expect(inStep(reporting(office), 5).size).toBe(0);
  });

  test('when all reports are moved by the same time, the same people are found', () => {
    const phases = fc.array(fc.integer({ min: 0, max: 14_999 }), { minLength: 5, maxLength: 9 });
    fc.assert(
      fc.property(phases, fc.nat(20), (some, periods) => {
        const moved = reporting(some).map((beat) => ({
          ...beat,
          atMs: beat.atMs + periods * 5 * MINUTE,
        }));
        expect([...inStep(moved, 5).keys()]).toEqual([...inStep(reporting(some), 5).keys()]);
      }),
      { numRuns: 30 },
    );
  });
});

describe('A9: answers passed on', () => {
  const sheet = (personId: string, rights: readonly boolean[], atMs: number): QuizSheet => ({
    personId,
    attemptId: `attempt-${personId}`,
    submittedMs: atMs,
    items: rights.map((right, at) => ({ itemId: `i${at}`, right, answeredMs: atMs })),
  });
  const wrong = sheet('scout', [false, false, false, true], 10_000);

  test('wrong there, right here within a minute, three times', () => {
    const found = answersPassed([wrong, sheet('other', [true, true, true, true], 50_000)], 60);
    expect([...found.keys()]).toEqual(['other']);
    expect(found.get('other')?.figures).toEqual({ items: 3 });
  });

  test('later, earlier, by oneself, or twice only: nothing', () => {
    const all = [true, true, true, true];
    expect(answersPassed([wrong, sheet('other', all, 71_000)], 60).size).toBe(0);
    expect(answersPassed([wrong, sheet('other', all, 9_000)], 60).size).toBe(0);
    expect(answersPassed([wrong, sheet('scout', all, 50_000)], 60).size).toBe(0);
    expect(answersPassed([wrong, sheet('other', [true, true, false, true], 50_000)], 60).size).toBe(
      0,
    );
  });
});

test('limits are read by name, and what is no limit is refused', () => {
  expect(readFlagLimits('long-day=12, steady-beats=off')).toEqual({
    ...DEFAULT_FLAG_POLICY,
    'long-day': 12,
    'steady-beats': null,
  });
  for (const wrong of ['', 'long-day', 'long-day=0', 'long-day=-1', 'no-such=1', 'long-day=1=2'])
    expect(readFlagLimits(wrong)).toBeNull();
});

describe('where an appeal goes', () => {
  const at = (personId: string, path: string) => ({ personId, path });
  const township = at('lifang', '/county/town/');
  const county = at('chen', '/county/');
  const system = at('he', '/');
  const learner = '/county/town/village/';

  test('to the nearest unit above, else the system administrator, else anybody else', () => {
    expect(appealPath(learner, township, 'w', [township, county, system])).toBe('/county/');
    expect(appealPath(learner, county, 'w', [township, county, system])).toBe('/');
    expect(appealPath(learner, system, 'w', [township, county, system])).toBe('/county/town/');
    expect(appealPath(learner, township, 'w', [township, at('mate', '/county/town/')])).toBe(
      '/county/town/',
    );
    expect(appealPath(learner, township, 'w', [township])).toBeNull();
    expect(appealPath(learner, township, 'chen', [township, county])).toBeNull();
  });

  test('never to who decided nor to the learner, and never to somebody without authority there', () => {
    const ids = fc.constantFrom('a', 'b', 'c', 'd');
    const paths = fc.constantFrom('/', '/x/', '/x/y/', '/x/y/z/', '/w/');
    const person = fc.record({ personId: ids, path: paths });
    fc.assert(
      fc.property(fc.array(person, { maxLength: 6 }), person, ids, (all, decider, who) => {
        const path = appealPath('/x/y/z/', decider, 'a', all);
        const appeal = { path, deciderId: decider.personId, learnerId: 'a' };
        const own = all.filter((one) => one.personId === who).map((one) => one.path);
        if (mayDecideAppeal(appeal, who, own)) {
          expect(who).not.toBe(decider.personId);
          expect(who).not.toBe('a');
          if (path !== null) expect(own.some((one) => path.startsWith(one))).toBe(true);
        }
        // Where it goes, somebody may decide it.
        if (path !== null)
          expect(all.some((one) => mayDecideAppeal(appeal, one.personId, [one.path]))).toBe(true);
      }),
    );
  });
});
