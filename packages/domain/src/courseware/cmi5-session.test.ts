import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  CMI5_CATEGORY,
  CMI5_LMS_VERBS,
  CMI5_VERBS,
  MOVE_ON_CATEGORY,
  NOTHING_SAID,
  takeCmi5Statement,
  type Cmi5Launch,
  type Cmi5Session,
  type Cmi5Statement,
} from './cmi5-session.ts';

const LAUNCH: Cmi5Launch = {
  sessionId: 'session-1',
  registration: '760e3480-ba55-4991-94b0-01820dbd23a2',
  activityId: 'https://xueshi.example/units/1',
  publisherActivityId: 'http://publisher.example/au/intro',
  masteryScore: 0.8,
};
const OPEN: Cmi5Session = { ...NOTHING_SAID, initialized: true };

type Said = keyof typeof CMI5_VERBS;

/** As a unit should say it. */
function defined(said: Said, change: Partial<Cmi5Statement> = {}): Cmi5Statement {
  const judges = said === 'passed' || said === 'failed';
  const movesOn = judges || said === 'completed';
  return {
    verb: CMI5_VERBS[said],
    activity: LAUNCH.activityId,
    registration: LAUNCH.registration,
    sessionId: LAUNCH.sessionId,
    categories: movesOn ? [CMI5_CATEGORY, MOVE_ON_CATEGORY] : [CMI5_CATEGORY],
    groupings: [LAUNCH.publisherActivityId],
    success: judges ? said === 'passed' : null,
    completion: said === 'completed' ? true : null,
    duration: said === 'initialized' ? null : 'PT5M',
    score: null,
    ...change,
  };
}
const allowed = (verb: string, change: Partial<Cmi5Statement> = {}): Cmi5Statement =>
  defined('initialized', { verb, categories: [], ...change });

const take = (statement: Cmi5Statement, session = OPEN, launch = LAUNCH) =>
  takeCmi5Statement(launch, session, statement);
const refusal = (...call: Parameters<typeof take>) => {
  const verdict = take(...call);
  return verdict.ok ? null : verdict.why;
};

test('a whole session: begun, completed, passed with a score and ended', () => {
  const said = [
    defined('initialized'),
    allowed('http://example.com/verbs/answered', { activity: 'http://example.com/question' }),
    defined('completed'),
    defined('passed', { score: { scaled: 0.875 } }),
    defined('terminated'),
  ];
  let session = NOTHING_SAID;
  const meanings = said.map((statement) => {
    const verdict = take(statement, session);
    if (!verdict.ok) throw new Error(verdict.why);
    session = verdict.session;
    return verdict.meaning;
  });
  expect(meanings).toEqual([
    { kind: 'initialized' },
    { kind: 'allowed' },
    { kind: 'claim', claim: { completed: true, success: null, scorePercent: null } },
    { kind: 'claim', claim: { completed: false, success: 'passed', scorePercent: 87 } },
    { kind: 'terminated' },
  ]);
  expect(session).toEqual({
    initialized: true,
    terminated: true,
    abandoned: false,
    judged: true,
    completed: true,
    passed: true,
  });
});

test.each([
  [0.29, 29],
  [0.57, 57],
  [0.999, 99],
  [1, 100],
])('a score of %d is %d per cent, never more than was reached', (scaled, percent) => {
  expect(
    take(defined('passed', { score: { scaled } }), OPEN, { ...LAUNCH, masteryScore: null }),
  ).toMatchObject({ meaning: { claim: { scorePercent: percent } } });
});

test.each<[string, Cmi5Statement, Cmi5Session]>([
  ['not-initialized-first', defined('completed'), NOTHING_SAID],
  ['not-initialized-first', allowed(CMI5_VERBS.initialized), NOTHING_SAID],
  ['initialized-twice', defined('initialized'), OPEN],
  ['after-terminated', defined('completed'), { ...OPEN, terminated: true }],
  ['after-terminated', allowed('http://example.com/verbs/answered'), { ...OPEN, terminated: true }],
  ['after-abandoned', defined('terminated'), { ...OPEN, abandoned: true }],
  ['completed-twice', defined('completed'), { ...OPEN, completed: true }],
  ['passed-twice', defined('passed'), { ...OPEN, passed: true }],
  ['failed-after-passed', defined('failed'), { ...OPEN, passed: true }],
  ['judged-twice', defined('failed'), { ...OPEN, judged: true }],
  ['judged-twice', defined('passed'), { ...OPEN, judged: true }],
])('out of its order: %s', (why, statement, session) => {
  expect(refusal(statement, session)).toBe(why);
});

test('who failed in one session may pass in the next, and who completed may pass later', () => {
  expect(refusal(defined('passed'), { ...OPEN, completed: true })).toBeNull();
  const failed = take(defined('failed', { score: { scaled: 0.5 } }));
  expect(failed).toMatchObject({ ok: true, session: { judged: true, passed: false } });
  expect(refusal(defined('passed'), { ...OPEN, judged: false })).toBeNull();
});

test.each<[string, Cmi5Statement]>([
  ['wrong-session', defined('completed', { sessionId: null })],
  ['wrong-session', allowed('http://example.com/verbs/answered', { sessionId: 'session-2' })],
  ['wrong-registration', defined('completed', { registration: null })],
  ['wrong-registration', allowed('http://example.com/v', { registration: 'another' })],
  ['wrong-activity', defined('completed', { activity: LAUNCH.publisherActivityId })],
  ['wrong-activity', defined('completed', { activity: null })],
  ['missing-publisher-activity', defined('completed', { groupings: [] })],
  ['verb-of-the-lms', defined('completed', { verb: CMI5_LMS_VERBS.satisfied })],
  ['verb-of-the-lms', defined('completed', { verb: CMI5_LMS_VERBS.waived })],
  ['verb-of-the-lms', defined('completed', { verb: CMI5_LMS_VERBS.launched })],
  ['verb-of-the-lms', defined('completed', { verb: CMI5_LMS_VERBS.abandoned })],
  ['verb-not-defined', defined('completed', { verb: 'http://example.com/verbs/answered' })],
  ['missing-duration', defined('terminated', { duration: null })],
  ['missing-duration', defined('completed', { duration: null })],
  ['missing-duration', defined('passed', { duration: null })],
  ['missing-duration', defined('failed', { duration: null })],
  ['wrong-success', defined('passed', { success: false })],
  ['wrong-success', defined('failed', { success: null })],
  ['wrong-success', defined('terminated', { success: true })],
  ['wrong-completion', defined('completed', { completion: false })],
  ['wrong-completion', defined('passed', { completion: true })],
  ['missing-moveon-category', defined('completed', { categories: [CMI5_CATEGORY] })],
  [
    'superfluous-moveon-category',
    defined('terminated', { categories: [CMI5_CATEGORY, MOVE_ON_CATEGORY] }),
  ],
  ['score-not-allowed', defined('completed', { score: { scaled: 1 } })],
  ['score-out-of-range', defined('failed', { score: { scaled: -0.1 } })],
  ['score-out-of-range', defined('passed', { score: { scaled: 1.01 } })],
  ['score-out-of-range', defined('passed', { score: { raw: 5 } })],
  ['score-out-of-range', defined('passed', { score: { raw: 11, min: 0, max: 10 } })],
  ['passed-below-mastery', defined('passed', { score: { scaled: 0.79 } })],
  ['failed-at-mastery', defined('failed', { score: { scaled: 0.8 } })],
])('what cmi5 does not allow is refused: %s', (why, statement) => {
  expect(refusal(statement)).toBe(why);
});

test('without the category of cmi5 nothing is claimed, whatever the verb', () => {
  for (const verb of [...Object.values(CMI5_VERBS), ...Object.values(CMI5_LMS_VERBS)])
    expect(take(allowed(verb, { registration: null, groupings: [] }))).toEqual({
      ok: true,
      meaning: { kind: 'allowed' },
      session: OPEN,
    });
});

test('a score counts only where one was told, and a mastery score only against it', () => {
  expect(take(defined('passed'))).toMatchObject({ meaning: { claim: { scorePercent: null } } });
  expect(refusal(defined('passed', { score: { raw: 3, min: 0, max: 10 } }))).toBeNull();
});

const anyStatement = fc
  .tuple(
    fc.constantFrom<Said>('initialized', 'completed', 'passed', 'failed', 'terminated'),
    fc.boolean(),
    fc.option(fc.double({ min: -1, max: 1, noNaN: true })),
  )
  .map(([said, isDefined, scaled]) => {
    const score = scaled === null ? null : { scaled };
    return isDefined ? defined(said, { score }) : allowed(CMI5_VERBS[said], { score });
  });

test('of any sequence one completed and one passed are taken, none before the beginning or after the end', () => {
  fc.assert(
    fc.property(
      fc.array(fc.array(anyStatement, { maxLength: 25 }), { maxLength: 4 }),
      (sessions) => {
        const claims: string[] = [];
        let registration = { completed: false, passed: false };
        for (const statements of sessions) {
          let session: Cmi5Session = { ...NOTHING_SAID, ...registration };
          const taken: string[] = [];
          for (const statement of statements) {
            const verdict = take(statement, session);
            if (!verdict.ok) continue;
            session = verdict.session;
            taken.push(verdict.meaning.kind);
            if (verdict.meaning.kind === 'claim') claims.push(statement.verb);
          }
          registration = { completed: session.completed, passed: session.passed };
          expect(taken.indexOf('initialized')).toBe(taken.length === 0 ? -1 : 0);
          expect(taken.lastIndexOf('initialized')).toBeLessThanOrEqual(0);
          const end = taken.indexOf('terminated');
          expect(end === -1 || end === taken.length - 1).toBe(true);
        }
        const count = (said: Said) => claims.filter((verb) => verb === CMI5_VERBS[said]).length;
        expect(count('completed')).toBeLessThanOrEqual(1);
        expect(count('passed')).toBeLessThanOrEqual(1);
        const passed = claims.indexOf(CMI5_VERBS.passed);
        if (passed >= 0) expect(claims.slice(passed)).not.toContain(CMI5_VERBS.failed);
      },
    ),
    { numRuns: 500 },
  );
});
