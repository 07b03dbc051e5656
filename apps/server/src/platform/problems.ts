import { fastifyCookie } from '@fastify/cookie';
import type { Problem, ProblemCode } from '@xueshi/contracts';
import { databaseTrouble } from '@xueshi/database';
import { isLocale, m, type Locale } from '@xueshi/messages';
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { PROBLEM_STATUS } from './problem-status.ts';
import { Refused, type RefusalParams } from './refused.ts';

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
    status: PROBLEM_STATUS[code],
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
  if (trouble === 'damaged' || trouble === 'disk' || trouble === 'unsynced')
    return 'storage-damaged';
  if (trouble === 'busy' || trouble === 'read-only') return 'busy';
  return 'internal';
}

/** For whoever keeps the machine. */
const WHAT_TO_DO =
  'The database or its disk could not be read or written at one place. Look at the disk (dmesg, smartctl), run `xueshi check`, and where it names damage restore the last good backup: docs/operate.md, "A failing disk".';

/** The one place where a refusal or a failure becomes an answer. */
export function addProblemHandler(app: FastifyInstance): void {
  app.setErrorHandler((error: FastifyError | Error, request, reply) => {
    // What was refused before it was worked at is known here alone.
    const { id: reqId } = request;
    if (error instanceof Refused) {
      request.log.info({ reqId, code: error.code }, 'refused');
      return sendProblem(request, reply, error.code, error.params);
    }
    const code = codeOf(error);
    if (code === 'storage-damaged') request.log.error({ reqId, err: error }, WHAT_TO_DO);
    else if (code === 'internal' || code === 'storage-full' || code === 'busy')
      request.log.error({ reqId, err: error }, 'request failed');
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
