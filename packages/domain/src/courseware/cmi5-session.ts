// The rules of one session of an assignable unit (cmi5 specification 7.1, 9 and 10), for launches in the
// mode Normal: the only one that we launch in.
import type { UnitStanding } from './courseware.ts';

/** The verbs that cmi5 defines for units (9.3). */
export const CMI5_VERBS = {
  initialized: 'http://adlnet.gov/expapi/verbs/initialized',
  completed: 'http://adlnet.gov/expapi/verbs/completed',
  passed: 'http://adlnet.gov/expapi/verbs/passed',
  failed: 'http://adlnet.gov/expapi/verbs/failed',
  terminated: 'http://adlnet.gov/expapi/verbs/terminated',
} as const;

/** The verbs that cmi5 defines for the system that launches (9.3). */
export const CMI5_LMS_VERBS = {
  launched: 'http://adlnet.gov/expapi/verbs/launched',
  abandoned: 'https://w3id.org/xapi/adl/verbs/abandoned',
  waived: 'https://w3id.org/xapi/adl/verbs/waived',
  satisfied: 'https://w3id.org/xapi/adl/verbs/satisfied',
} as const;

/** Makes a statement one that cmi5 defines (9.6.2.1). */
export const CMI5_CATEGORY = 'https://w3id.org/xapi/cmi5/context/categories/cmi5';
/** Goes with every statement that cmi5 defines and that says something of success or completion (9.6.2.2). */
export const MOVE_ON_CATEGORY = 'https://w3id.org/xapi/cmi5/context/categories/moveon';
/** The extension of the context that names the session (9.6.3.1). */
export const SESSION_ID_EXTENSION = 'https://w3id.org/xapi/cmi5/context/extensions/sessionid';

/** Why a statement of a unit is refused; stable codes. */
export type Cmi5Refusal =
  | 'wrong-session'
  | 'wrong-registration'
  | 'wrong-activity'
  | 'missing-publisher-activity'
  | 'verb-of-the-lms'
  | 'verb-not-defined'
  | 'not-initialized-first'
  | 'initialized-twice'
  | 'after-terminated'
  | 'after-abandoned'
  | 'judged-twice'
  | 'completed-twice'
  | 'passed-twice'
  | 'failed-after-passed'
  | 'passed-below-mastery'
  | 'failed-at-mastery'
  | 'missing-duration'
  | 'wrong-success'
  | 'wrong-completion'
  | 'score-not-allowed'
  | 'score-out-of-range'
  | 'missing-moveon-category'
  | 'superfluous-moveon-category';

/** What a unit was launched with. */
export interface Cmi5Launch {
  readonly sessionId: string;
  /** A UUID in lower case. */
  readonly registration: string;
  /** The unit's IRI as it was launched. */
  readonly activityId: string;
  /** The unit's IRI as its publisher gave it. */
  readonly publisherActivityId: string;
  /** Of 0 to 1; null: none is given. */
  readonly masteryScore: number | null;
}

/** What was said so far: in this session, and of this unit in the registration. */
export interface Cmi5Session {
  readonly initialized: boolean;
  readonly terminated: boolean;
  /** Another session of the registration began while this one was open. */
  readonly abandoned: boolean;
  /** `passed` or `failed` was said in this session. */
  readonly judged: boolean;
  /** In the registration. */
  readonly completed: boolean;
  /** In the registration. */
  readonly passed: boolean;
}

export const NOTHING_SAID: Cmi5Session = {
  initialized: false,
  terminated: false,
  abandoned: false,
  judged: false,
  completed: false,
  passed: false,
};

/** As the Experience API has it; each is missing where it was not told. */
export interface Cmi5Score {
  readonly scaled?: number | undefined;
  readonly raw?: number | undefined;
  readonly min?: number | undefined;
  readonly max?: number | undefined;
}

/** What the rules look at in a statement; null for what it does not have. */
export interface Cmi5Statement {
  /** The verb's IRI. */
  readonly verb: string;
  /** The object's IRI, where it is an activity. */
  readonly activity: string | null;
  readonly registration: string | null;
  readonly sessionId: string | null;
  /** IRIs of the context's activities. */
  readonly categories: readonly string[];
  readonly groupings: readonly string[];
  readonly success: boolean | null;
  readonly completion: boolean | null;
  /** ISO 8601. */
  readonly duration: string | null;
  readonly score: Cmi5Score | null;
}

/** `allowed`: recorded, and of no meaning to us (7.1.3). */
export type Cmi5Meaning =
  | { readonly kind: 'claim'; readonly claim: UnitStanding }
  | { readonly kind: 'initialized' }
  | { readonly kind: 'terminated' }
  | { readonly kind: 'allowed' };

export type Cmi5Verdict =
  | { readonly ok: true; readonly meaning: Cmi5Meaning; readonly session: Cmi5Session }
  | { readonly ok: false; readonly why: Cmi5Refusal };

/**
 * What a statement of a unit means, and the session after it; or why it is refused (cmi5 specification 6.3:
 * what conflicts with section 9 should be rejected). Statements are taken in the order in which they come.
 * One with a verb that cmi5 defines, but without its category, is "cmi5 allowed": it has to lie between
 * `initialized` and `terminated` and claims nothing (7.1.3). Scores are of 0 to 1; what is claimed is in
 * whole per cent, rounded down. We wait for nothing after `terminated` (9.3.8: the wait is ours to choose).
 */
export function takeCmi5Statement(
  launch: Cmi5Launch,
  session: Cmi5Session,
  statement: Cmi5Statement,
): Cmi5Verdict {
  const isDefined = statement.categories.includes(CMI5_CATEGORY);
  const why =
    unfitContext(launch, statement, isDefined) ??
    (isDefined ? unfitContent(launch, statement) : null) ??
    unfitOrder(session, statement.verb, isDefined);
  if (why !== null) return { ok: false, why };
  if (!isDefined) return { ok: true, meaning: { kind: 'allowed' }, session };
  return { ok: true, meaning: meaningOf(statement), session: afterwards(session, statement.verb) };
}

/** 9.4 Object and 9.6 Context. */
function unfitContext(
  launch: Cmi5Launch,
  statement: Cmi5Statement,
  isDefined: boolean,
): Cmi5Refusal | null {
  if (statement.sessionId !== launch.sessionId) return 'wrong-session';
  const { registration } = statement;
  if (registration === null ? isDefined : registration !== launch.registration)
    return 'wrong-registration';
  if (!isDefined) return null;
  if (isOneOf(CMI5_LMS_VERBS, statement.verb)) return 'verb-of-the-lms';
  if (!isOneOf(CMI5_VERBS, statement.verb)) return 'verb-not-defined';
  if (statement.activity !== launch.activityId) return 'wrong-activity';
  // 9.6.2: all that the context template gave, which is the publisher's id (9.6.2.3).
  if (!statement.groupings.includes(launch.publisherActivityId))
    return 'missing-publisher-activity';
  return null;
}

const isOneOf = (verbs: Readonly<Record<string, string>>, verb: string): boolean =>
  Object.values(verbs).includes(verb);

/** 9.5 Result, 9.6.2.2 and the mastery score of 9.3.4 and 9.3.5. */
function unfitContent(launch: Cmi5Launch, statement: Cmi5Statement): Cmi5Refusal | null {
  const { verb, success, completion, duration, categories } = statement;
  const { initialized, completed, passed, failed } = CMI5_VERBS;
  const demandedSuccess = verb === passed ? true : verb === failed ? false : null;
  if (success !== demandedSuccess) return 'wrong-success';
  if (completion !== (verb === completed ? true : null)) return 'wrong-completion';
  if (duration === null && verb !== initialized) return 'missing-duration';
  const movesOn = success !== null || completion !== null;
  if (movesOn && !categories.includes(MOVE_ON_CATEGORY)) return 'missing-moveon-category';
  if (!movesOn && categories.includes(MOVE_ON_CATEGORY)) return 'superfluous-moveon-category';
  return statement.score === null ? null : unfitScore(launch, verb, statement.score);
}

/** 9.5.1. That the plain score be a whole number is not held: it is not counted with. */
function unfitScore(
  { masteryScore }: Cmi5Launch,
  verb: string,
  { scaled, raw, min, max }: Cmi5Score,
): Cmi5Refusal | null {
  if (verb !== CMI5_VERBS.passed && verb !== CMI5_VERBS.failed) return 'score-not-allowed';
  if (scaled !== undefined && !(scaled >= 0 && scaled <= 1)) return 'score-out-of-range';
  if (raw !== undefined) {
    if (min === undefined || max === undefined) return 'score-out-of-range';
    if (!(raw >= min && raw <= max)) return 'score-out-of-range';
  }
  if (masteryScore === null || scaled === undefined) return null;
  if (verb === CMI5_VERBS.passed && scaled < masteryScore) return 'passed-below-mastery';
  if (verb === CMI5_VERBS.failed && scaled >= masteryScore) return 'failed-at-mastery';
  return null;
}

/** The ordering rules of 9.3, and 9.3.6: after `abandoned` nothing is recorded. */
function unfitOrder(session: Cmi5Session, verb: string, isDefined: boolean): Cmi5Refusal | null {
  const { initialized, completed, passed, failed } = CMI5_VERBS;
  if (session.abandoned) return 'after-abandoned';
  if (session.terminated) return 'after-terminated';
  const begins = isDefined && verb === initialized;
  if (!session.initialized) return begins ? null : 'not-initialized-first';
  if (!isDefined) return null;
  if (begins) return 'initialized-twice';
  if (verb === completed && session.completed) return 'completed-twice';
  if (verb === passed && session.passed) return 'passed-twice';
  if (verb === failed && session.passed) return 'failed-after-passed';
  if ((verb === passed || verb === failed) && session.judged) return 'judged-twice';
  return null;
}

function meaningOf({ verb, score }: Cmi5Statement): Cmi5Meaning {
  const scorePercent = score?.scaled === undefined ? null : wholePercent(score.scaled);
  switch (verb) {
    case CMI5_VERBS.initialized:
      return { kind: 'initialized' };
    case CMI5_VERBS.terminated:
      return { kind: 'terminated' };
    case CMI5_VERBS.completed:
      return { kind: 'claim', claim: { completed: true, success: null, scorePercent: null } };
    default: {
      const success = verb === CMI5_VERBS.passed ? 'passed' : 'failed';
      return { kind: 'claim', claim: { completed: false, success, scorePercent } };
    }
  }
}

/** Of a share of 0 to 1, rounded down; 0.29 is 29 per cent, although 0.29 × 100 is a little less. */
const wholePercent = (share: number): number => Math.floor(Math.round(share * 1e6) / 1e4);

function afterwards(session: Cmi5Session, verb: string): Cmi5Session {
  switch (verb) {
    case CMI5_VERBS.initialized:
      return { ...session, initialized: true };
    case CMI5_VERBS.terminated:
      return { ...session, terminated: true };
    case CMI5_VERBS.completed:
      return { ...session, completed: true };
    case CMI5_VERBS.passed:
      return { ...session, judged: true, passed: true };
    default:
      return { ...session, judged: true };
  }
}
