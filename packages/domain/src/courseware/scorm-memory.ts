import type { CoursewareUnit } from './courseware.ts';
import type { ScormFacts } from './scorm-claim.ts';

/** The data model of SCORM as plain data, `{ cmi: … }`; what is in it comes from a unit and is believed in nothing. */
export type ScormMemory = Readonly<Record<string, unknown>>;

type Part = Readonly<Record<string, unknown>>;

const isPart = (value: unknown): value is Part =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const partAt = (part: Part, key: string): Part => {
  const value = part[key];
  return isPart(value) ? value : {};
};

const wordAt = (part: Part, key: string): string => {
  const value = part[key];
  return typeof value === 'string' ? value : typeof value === 'number' ? String(value) : '';
};

function numberAt(part: Part, key: string): number | null {
  const word = wordAt(part, key).trim();
  return /^-?\d{1,12}(\.\d{1,12})?$/.test(word) ? Number(word) : null;
}

/** What the rules read of a unit's data model; nothing in it need be there, or be what it should be. */
export function scormFacts(standard: 'scorm_12' | 'scorm_2004', memory: ScormMemory): ScormFacts {
  const cmi = partAt(memory, 'cmi');
  const of = standard === 'scorm_12' ? partAt(cmi, 'core') : cmi;
  const score = partAt(of, 'score');
  return {
    status: wordAt(of, standard === 'scorm_12' ? 'lesson_status' : 'completion_status'),
    success: wordAt(of, 'success_status'),
    raw: numberAt(score, 'raw'),
    min: numberAt(score, 'min'),
    max: numberAt(score, 'max'),
    scaled: numberAt(score, 'scaled'),
  };
}

export interface ScormLearner {
  readonly id: string;
  readonly name: string;
}

/** Without what says nothing: the run-time has its own word for it. */
function pruned(part: Part): Part {
  const entries = Object.entries(part).flatMap(([key, value]): [string, unknown][] => {
    if (value === '' || value === null || value === undefined || value === 'unknown') return [];
    if (!isPart(value)) return [[key, value]];
    const inner = pruned(value);
    return Object.keys(inner).length === 0 ? [] : [[key, inner]];
  });
  return Object.fromEntries(entries);
}

/**
 * What a unit finds when it is launched: who learns, what the package hands to it, and what it left the
 * time before. It always resumes where it left something, also where it forgot to ask for that: nobody
 * loses what they did. Source: SCORM 1.2 RTE 3.4, SCORM 2004 4th edition RTE 4.2.
 */
export function scormMemoryAtLaunch(
  standard: 'scorm_12' | 'scorm_2004',
  {
    unit,
    learner,
    kept,
  }: { unit: CoursewareUnit; learner: ScormLearner; kept: ScormMemory | null },
): ScormMemory {
  const cmi = partAt(kept ?? {}, 'cmi');
  const entry = kept ? 'resume' : 'ab-initio';
  const score = unit.masteryScore;
  return standard === 'scorm_12'
    ? { cmi: pruned(memoryOf12(cmi, { unit, learner, entry, mastery: score })) }
    : { cmi: pruned(memoryOf2004(cmi, { unit, learner, entry, mastery: score })) };
}

interface AtLaunch {
  readonly unit: CoursewareUnit;
  readonly learner: ScormLearner;
  readonly entry: string;
  readonly mastery: number | null;
}

function memoryOf12(cmi: Part, { unit, learner, entry, mastery }: AtLaunch): Part {
  const core = partAt(cmi, 'core');
  return {
    core: {
      student_id: learner.id,
      student_name: learner.name,
      entry,
      credit: 'credit',
      lesson_mode: 'normal',
      lesson_status: wordAt(core, 'lesson_status') || 'not attempted',
      lesson_location: wordAt(core, 'lesson_location'),
      total_time: wordAt(core, 'total_time'),
      score: partAt(core, 'score'),
    },
    suspend_data: wordAt(cmi, 'suspend_data'),
    launch_data: unit.launchData,
    student_data: { mastery_score: mastery === null ? '' : String(Math.round(mastery * 100)) },
    student_preference: partAt(cmi, 'student_preference'),
    objectives: partAt(cmi, 'objectives'),
  };
}

function memoryOf2004(cmi: Part, { unit, learner, entry, mastery }: AtLaunch): Part {
  const { exit: _exit, session_time: _session, ...left } = cmi;
  return {
    ...left,
    learner_id: learner.id,
    learner_name: learner.name,
    entry,
    credit: 'credit',
    mode: 'normal',
    launch_data: unit.launchData,
    scaled_passing_score: mastery === null ? '' : String(mastery),
  };
}
