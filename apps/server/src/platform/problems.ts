import { fastifyCookie } from '@fastify/cookie';
import type { Problem, ProblemCode } from '@xueshi/contracts';
import { databaseTrouble } from '@xueshi/database';
import { isLocale, m, type Locale } from '@xueshi/messages';
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { Refused, type RefusalParams } from './refused.ts';

const STATUS: Record<ProblemCode, number> = {
  'invalid-request': 400,
  'unsupported-media-type': 415,
  'payload-too-large': 413,
  'not-found': 404,
  'not-signed-in': 401,
  'session-ended': 401,
  forbidden: 403,
  'foreign-origin': 403,
  'password-change-required': 403,
  'wrong-credentials': 401,
  'account-suspended': 403,
  'account-of-leaver': 409,
  'too-many-sign-in-attempts': 429,
  'password-too-short': 400,
  'password-too-simple': 400,
  'password-too-common': 400,
  'password-unchanged': 400,
  'wrong-current-password': 400,
  'login-name-taken': 409,
  'wrong-installation-code': 403,
  'installation-already-set-up': 409,
  'unit-name-taken': 409,
  'unit-level-not-below-parent': 400,
  'unit-code-taken': 409,
  'unit-form-unfit': 400,
  'unit-region-code-unfit': 400,
  'unit-principal-missing': 400,
  'unit-principal-superfluous': 400,
  'unit-principal-itself': 400,
  'unit-principal-unknown': 400,
  'unit-place-superfluous': 400,
  'unit-place-in-line': 400,
  'unit-place-unknown': 400,
  'unit-is-place': 409,
  'unit-move-own-place': 409,
  'unit-level-above-children': 409,
  'unit-under-itself': 409,
  'unit-closed': 409,
  'unit-open': 409,
  'unit-has-people': 409,
  'unit-has-units': 409,
  'unit-move-loosens': 409,
  'unit-merge-itself': 409,
  'unit-there-already': 409,
  'unit-parent-closed': 409,
  'person-unknown': 400,
  'day-unknown': 400,
  'role-beyond-own': 403,
  'role-to-oneself': 403,
  'role-held-already': 409,
  'role-period-empty': 400,
  'role-period-past': 400,
  'role-beyond-own-period': 409,
  'role-not-to-hand-on': 409,
  'role-delegate-outside': 409,
  'role-last-administrator': 409,
  'role-without-account': 409,
  'role-holder-elsewhere': 409,
  'course-not-available': 404,
  'course-not-started': 409,
  'newer-version-changed': 409,
  'draft-more-than-words': 409,
  'newer-version-not-ready': 409,
  'newer-version-busy': 409,
  'lesson-not-found': 404,
  'wrong-lesson-kind': 409,
  'media-not-ready': 409,
  'courseware-without-origin': 409,
  'courseware-not-tried': 409,
  'reading-too-soon': 409,
  'case-too-soon': 409,
  'case-step-not-current': 409,
  'case-option-unknown': 400,
  'case-already-ended': 409,
  'case-not-ended': 409,
  'case-reflection-first': 409,
  'case-discussion-closed': 409,
  'class-unknown': 404,
  'class-too-many-unknown-codes': 429,
  'class-not-joined': 409,
  'class-full': 409,
  'class-vote-closed': 409,
  'class-step-not-current': 409,
  'class-choice-needed': 409,
  'class-at-end': 409,
  'quiz-no-attempts-left': 409,
  'quiz-attempt-submitted': 409,
  'quiz-item-unknown': 404,
  'quiz-answer-malformed': 400,
  'quiz-time-over': 409,
  'mark-own-attempt': 403,
  'mark-not-waiting': 409,
  'mark-beyond-points': 400,
  'mail-not-available': 409,
  'mail-not-sent': 502,
  'mail-address-malformed': 400,
  'mail-code-wrong': 400,
  'mail-stop-unknown': 404,
  'setting-unfit': 400,
  'setting-too-long': 400,
  'setting-laxer-than-above': 409,
  'setting-changed-elsewhere': 409,
  'setting-for-the-top': 409,
  'setting-shorter-than-server': 409,
  'setting-for-ever': 409,
  'emblem-unfit': 400,
  'emblem-too-large': 413,
  'subtitles-unfit': 400,
  'draft-changed-elsewhere': 409,
  'draft-submitted': 409,
  'draft-not-submitted': 409,
  'draft-with-faults': 409,
  'draft-own-submission': 403,
  'draft-scheduled': 409,
  'draft-not-scheduled': 409,
  'draft-schedule-time': 400,
  'review-checklist-incomplete': 409,
  'review-comments-open': 409,
  'course-withdrawn': 409,
  'course-not-withdrawn': 409,
  'course-version-without-files': 409,
  'course-version-file-missing': 409,
  'course-draft-exists': 409,
  'package-too-large': 413,
  'package-too-slow': 400,
  'package-kind-unfit': 400,
  'package-uploads-full': 413,
  'draft-lesson-too-many': 409,
  'statute-not-held': 404,
  'statute-with-faults': 409,
  'statute-from-folder': 409,
  'lecturer-changed-elsewhere': 409,
  'lecturer-not-offered': 409,
  'lecturer-photo-unfit': 400,
  'lecturer-photo-too-large': 413,
  'syllabus-changed-elsewhere': 409,
  'syllabus-not-draft': 409,
  'syllabus-edition-taken': 409,
  'syllabus-point-not-offered': 409,
  'textbook-changed-elsewhere': 409,
  'textbook-not-offered': 409,
  'textbook-isbn-unfit': 400,
  'textbook-file-unfit': 400,
  'textbook-file-too-large': 413,
  'textbook-named': 409,
  'textbook-not-ready': 409,
  'draft-quiz-unreadable': 409,
  'draft-quiz-full': 409,
  'bank-name-taken': 409,
  'bank-full': 409,
  'bank-texts-full': 409,
  'bank-export-empty': 409,
  'bank-text-used': 409,
  'bank-picture-used': 409,
  'bank-pictures-full': 409,
  'picture-unfit': 400,
  'draft-trial-faulty': 409,
  'draft-quiz-empty': 409,
  'upload-kind-unfit': 400,
  'speech-not-configured': 409,
  'upload-presentation': 400,
  'upload-presentation-old': 400,
  'upload-no-package': 400,
  'upload-empty': 400,
  'upload-protocol-unfit': 412,
  'upload-piece-unfit': 409,
  'upload-too-large': 413,
  'upload-draft-full': 413,
  'upload-all-full': 507,
  'upload-disk-full': 507,
  'webhook-url-unfit': 400,
  'webhook-secret-too-short': 400,
  'letter-placeholder-unknown': 400,
  'own-record': 403,
  'own-requirement': 403,
  'adjustment-unsound': 400,
  'adjustment-overlaps': 409,
  'adjustment-year-out-of-range': 400,
  'adjustment-withdrawn': 409,
  'adjustment-waiting': 409,
  'adjustment-year-closed': 409,
  'own-entry': 403,
  'entry-not-reversible': 409,
  'entry-already-reversed': 409,
  'correction-waiting': 409,
  'own-proposal': 403,
  'supplement-no-reference': 400,
  'supplement-beyond-course': 400,
  'supplement-beyond-year': 409,
  'supplement-course-credited': 409,
  'supplement-year-out-of-range': 400,
  'entry-not-less': 400,
  'hour-policy-unsound': 400,
  'hour-policy-loosens': 409,
  'hour-policy-year-past': 400,
  'hour-policy-year-far': 400,
  'what-if-not-seen': 409,
  'what-if-outdated': 409,
  'entry-not-reversed': 409,
  'entry-already-reinstated': 409,
  'entry-without-certificate': 409,
  'nothing-to-state': 409,
  'document-unknown': 404,
  'too-many-unknown-codes': 429,
  'too-many-verifications': 429,
  'flag-already-decided': 409,
  'flag-not-asked': 409,
  'flag-not-appealable': 409,
  'flag-not-appealed': 409,
  'flag-lesson-missing': 400,
  'playback-closed': 410,
  'playback-superseded': 409,
  'sequence-conflict': 409,
  'sequence-gap': 409,
  'bad-nonce': 409,
  'bad-span': 422,
  'offline-too-many': 409,
  'offline-permission-false': 422,
  'offline-permission-ended': 410,
  'offline-log-broken': 422,
  'text-empty': 400,
  'text-too-long': 400,
  'too-many-notes': 409,
  'note-changed-elsewhere': 409,
  'no-such-place': 400,
  'too-many-today': 429,
  'question-hidden': 409,
  'course-not-completed': 409,
  'complaint-closed': 409,
  'not-entitled': 409,
  'personnel-code-taken': 409,
  'identity-number-wrong': 400,
  'identity-number-taken': 409,
  'appointment-too-early': 409,
  'days-reversed': 400,
  'last-day-not-over': 400,
  'appointment-overlaps': 409,
  'appointment-overlaps-present': 409,
  'appointment-elsewhere': 409,
  'appointment-end': 400,
  'appointment-present': 409,
  'key-group-overlaps': 409,
  'unit-unknown': 404,
  'unit-ambiguous': 409,
  'managing-unit-unknown': 404,
  'day-not-begun': 400,
  'key-group-contradicts': 409,
  'key-group-held': 409,
  'key-group-unknown': 400,
  'key-group-retired': 409,
  'key-group-code-malformed': 400,
  'key-group-code-taken': 409,
  'key-group-name-taken': 409,
  'key-group-name-unfit': 400,
  'key-group-in-use': 409,
  'import-not-checked': 409,
  'import-has-errors': 409,
  'import-running': 409,
  'import-column-missing': 400,
  'import-not-undoable': 409,
  'import-too-large': 413,
  'nobody-needs-account': 409,
  'batch-not-ready': 409,
  'merging-with-oneself': 409,
  'merging-closed': 409,
  'merging-role-held': 409,
  'programme-state': 409,
  'unit-changed-elsewhere': 409,
  'programme-changed-elsewhere': 409,
  'programme-days-wrong': 400,
  'programme-course-unknown': 400,
  'programme-target-outside': 400,
  'programme-responsible-not-entitled': 400,
  'programme-not-ready': 409,
  'programme-member-state': 409,
  'programme-nothing-granted': 409,
  'programme-amendment-earlier': 400,
  'programme-amendment-other-year': 400,
  'programme-amendment-incomplete': 409,
  'programme-replacement-available': 409,
  'programme-offer-reserves': 409,
  'programme-offer-past': 400,
  'programme-offer-taken': 409,
  'programme-extension-not-later': 400,
  'report-year-unavailable': 400,
  'report-day-outside-year': 400,
  'report-year-not-closed': 400,
  'report-not-saved': 400,
  'report-programme-missing': 400,
  'report-course-missing': 400,
  'report-name-taken': 409,
  'year-not-closable': 409,
  'year-closed-already': 409,
  'year-recalculating': 409,
  'year-without-people': 409,
  'person-not-in-need': 409,
  'audit-name-ambiguous': 400,
  'slow-down': 429,
  busy: 503,
  'storage-full': 507,
  internal: 500,
};

type Sentence = (inputs: RefusalParams, options: { locale: Locale }) => string;

/** What a refusal says, in one of the languages. */
export function sentenceFor(code: ProblemCode, params: RefusalParams, locale: Locale): string {
  const sentence = m[`problem_${code.replaceAll('-', '_')}` as keyof typeof m] as Sentence;
  return sentence(params, { locale });
}

/** The language a problem's sentence is written in: the caller's choice, Chinese otherwise. */
export function localeOf(request: FastifyRequest): Locale {
  const chosen = request.cookies['xueshi-locale'];
  return chosen !== undefined && isLocale(chosen) ? chosen : 'zh-CN';
}

export function problemDocument(
  request: FastifyRequest,
  code: ProblemCode,
  params: RefusalParams = {},
): Problem {
  const all = code === 'internal' ? { ...params, requestId: request.id } : params;
  return {
    type: `/api/docs#problem-${code}`,
    title: sentenceFor(code, all, localeOf(request)),
    status: STATUS[code],
    code,
    params: { ...all },
    requestId: request.id,
  };
}

export function sendProblem(
  request: FastifyRequest,
  reply: FastifyReply,
  code: ProblemCode,
  params: RefusalParams = {},
  errors?: Problem['errors'],
) {
  const problem = problemDocument(request, code, params);
  if (code === 'busy' || code === 'slow-down') reply.header('retry-after', '2');
  else if (problem.status === 429)
    reply.header('retry-after', String(60 * Number(params['minutes'] ?? 1)));
  return reply
    .code(problem.status)
    .type('application/problem+json')
    .serializer((body: unknown) => JSON.stringify(body))
    .send(errors ? { ...problem, errors } : problem);
}

/** An address that cannot be read (half a character, or far too long) leads to no route, so to no hook either. */
export function refuseAddress(request: FastifyRequest, reply: FastifyReply): void {
  request.cookies = fastifyCookie.parse(request.headers.cookie ?? '');
  void reply.header('x-content-type-options', 'nosniff');
  void sendProblem(request, reply, 'invalid-request');
}

function codeOf(error: FastifyError | Error): ProblemCode {
  const code = 'code' in error ? error.code : undefined;
  if ('validation' in error && error.validation) return 'invalid-request';
  if (code === 'FST_ERR_CTP_INVALID_MEDIA_TYPE') return 'unsupported-media-type';
  if (code === 'FST_ERR_CTP_BODY_TOO_LARGE') return 'payload-too-large';
  const status = 'statusCode' in error ? error.statusCode : undefined;
  if (status === 400) return 'invalid-request';
  // What serves files says so of paths that lead out of their folder.
  if (status === 403 || status === 404) return 'not-found';
  const trouble = databaseTrouble(error);
  if (trouble === 'full') return 'storage-full';
  if (trouble === 'busy' || trouble === 'read-only') return 'busy';
  return 'internal';
}

/** The one place where a refusal or a failure becomes an answer. */
export function addProblemHandler(app: FastifyInstance): void {
  app.setErrorHandler((error: FastifyError | Error, request, reply) => {
    if (error instanceof Refused) {
      request.log.info({ code: error.code }, 'refused');
      return sendProblem(request, reply, error.code, error.params);
    }
    const code = codeOf(error);
    if (code === 'internal' || code === 'storage-full' || code === 'busy') {
      request.log.error({ err: error }, 'request failed');
    }
    const places =
      'validation' in error && error.validation
        ? error.validation.map((place) => ({
            path: `${error.validationContext ?? ''}${place.instancePath}`,
            message: place.message ?? '',
          }))
        : undefined;
    return sendProblem(request, reply, code, {}, places);
  });
}
