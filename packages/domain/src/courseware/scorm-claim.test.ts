import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isSatisfied, NOTHING_CLAIMED, withClaim, type UnitStanding } from './courseware.ts';
import { scormClaim } from './scorm-claim.ts';
import { scormFacts, scormMemoryAtLaunch, type ScormMemory } from './scorm-memory.ts';
import { COURSEWARE_SILENCE_MS, coursewareMinimumSeconds, timeSinceBeat } from './timed-study.ts';

const core = (values: Record<string, unknown>): ScormMemory => ({ cmi: { core: values } });
const claim12 = (values: Record<string, unknown>, mastery: number | null = null) =>
  scormClaim(scormFacts('scorm_12', core(values)), mastery);
const claim2004 = (cmi: Record<string, unknown>, mastery: number | null = null) =>
  scormClaim(scormFacts('scorm_2004', { cmi }), mastery);

test('a unit is completed by its word, and by nothing less', () => {
  expect(claim12({ lesson_status: 'completed' }).completed).toBe(true);
  for (const lesson_status of ['incomplete', 'browsed', 'not attempted', 'Completed', ''])
    expect(claim12({ lesson_status }).completed).toBe(false);
  expect(claim2004({ completion_status: 'completed' }).completed).toBe(true);
  expect(claim2004({ completion_status: 'incomplete' }).completed).toBe(false);
});

test('where the package sets a mark to pass, the score decides and not the unit', () => {
  const score = { raw: '59', min: '0', max: '100' };
  expect(claim12({ lesson_status: 'passed', score }, 0.6).success).toBe('failed');
  expect(claim12({ lesson_status: 'failed', score: { raw: '60' } }, 0.6).success).toBe('passed');
  expect(claim12({ lesson_status: 'passed', score }).success).toBe('passed');
  expect(claim12({ lesson_status: 'passed' }, 0.6).success).toBe('passed');
  expect(claim2004({ success_status: 'passed', score: { scaled: '0.2' } }, 0.6).success).toBe(
    'failed',
  );
});

test('a score is told as per cent of what can be had, and one that makes no sense is none', () => {
  expect(claim12({ score: { raw: '15', min: '10', max: '20' } }).scorePercent).toBe(50);
  expect(claim12({ score: { raw: '7', max: '9' } }).scorePercent).toBe(77);
  expect(claim12({ score: { raw: '120' } }).scorePercent).toBeNull();
  expect(claim12({ score: { raw: '5', min: '10', max: '10' } }).scorePercent).toBeNull();
  expect(claim12({ score: { raw: '1e9' } }).scorePercent).toBeNull();
  expect(claim2004({ score: { scaled: '0.7', raw: '3' } }).scorePercent).toBe(70);
  expect(claim2004({ score: { scaled: '-0.5' } }).scorePercent).toBe(0);
  expect(claim2004({ score: { scaled: '7' } }).scorePercent).toBeNull();
});

test('whatever a unit keeps, reading it never fails and proves nothing by accident', () => {
  fc.assert(
    fc.property(fc.object({ maxDepth: 4 }), (memory) => {
      for (const standard of ['scorm_12', 'scorm_2004'] as const) {
        const claim = scormClaim(scormFacts(standard, memory), 0.6);
        expect(
          claim.scorePercent === null || (claim.scorePercent >= 0 && claim.scorePercent <= 100),
        ).toBe(true);
        expect(scormMemoryAtLaunch(standard, { unit, learner, kept: memory })).toBeTypeOf('object');
      }
    }),
  );
});

const unit = {
  identifier: 'item-1',
  title: '第一部分',
  file: 'index.html',
  query: '',
  masteryScore: 0.8,
  moveOn: 'CompletedOrPassed' as const,
  launchData: 'mode=study',
};
const learner = { id: 'p1', name: '王秀兰' };

test('a unit goes on where it was left, with the learner and the mark to pass', () => {
  const kept = core({
    lesson_status: 'incomplete',
    lesson_location: 'page-3',
    total_time: '00:12:00',
    exit: '',
    session_time: '00:12:00',
    student_name: '别人',
    score: { raw: '40', min: '', max: '100' },
  });
  const memory = scormMemoryAtLaunch('scorm_12', {
    unit,
    learner,
    kept: { cmi: { ...(kept['cmi'] as object), suspend_data: 'a|b' } },
  });
  expect(memory).toEqual({
    cmi: {
      core: {
        student_id: 'p1',
        student_name: '王秀兰',
        entry: 'resume',
        credit: 'credit',
        lesson_mode: 'normal',
        lesson_status: 'incomplete',
        lesson_location: 'page-3',
        total_time: '00:12:00',
        score: { raw: '40', max: '100' },
      },
      suspend_data: 'a|b',
      launch_data: 'mode=study',
      student_data: { mastery_score: '80' },
    },
  });
});

test('the first time nothing is resumed', () => {
  const memory = scormMemoryAtLaunch('scorm_2004', { unit, learner, kept: null });
  expect(memory).toMatchObject({
    cmi: { entry: 'ab-initio', scaled_passing_score: '0.8', learner_name: '王秀兰' },
  });
});

const standing = fc.record({
  completed: fc.boolean(),
  success: fc.constantFrom('passed' as const, 'failed' as const, null),
  scorePercent: fc.option(fc.integer({ min: 0, max: 100 })),
});
const rule = fc.constantFrom(
  'Passed' as const,
  'Completed' as const,
  'CompletedAndPassed' as const,
  'CompletedOrPassed' as const,
  'NotApplicable' as const,
);

test('what is done stays done, whatever is claimed afterwards', () => {
  fc.assert(
    fc.property(fc.array(standing), standing, rule, (claims, next, moveOn) => {
      const before = claims.reduce<UnitStanding>(withClaim, NOTHING_CLAIMED);
      const after = withClaim(before, next);
      expect(isSatisfied(moveOn, before) && !isSatisfied(moveOn, after)).toBe(false);
      expect(after.scorePercent ?? 0).toBeGreaterThanOrEqual(before.scorePercent ?? 0);
    }),
  );
});

test('however reports come, no more time is had than went by', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: -60_000, max: 600_000 })), (gaps) => {
      let now = 0;
      let last = 0;
      let timed = 0;
      for (const gap of gaps) {
        now += gap;
        timed += timeSinceBeat(last, now);
        last = now;
      }
      const forwards = gaps.reduce((sum, gap) => sum + Math.max(0, gap), 0);
      expect(timed).toBeLessThanOrEqual(forwards);
      expect(timed).toBeLessThanOrEqual(gaps.length * COURSEWARE_SILENCE_MS);
    }),
  );
});

test('courseware must be open for the share of its minutes that lectures are watched for', () => {
  expect(coursewareMinimumSeconds(30, 100)).toBe(1800);
  expect(coursewareMinimumSeconds(1, 95)).toBe(57);
  expect(coursewareMinimumSeconds(7, 99)).toBe(416);
});
