import cookie from '@fastify/cookie';
import fastifyStatic from '@fastify/static';
import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import * as contracts from '@xueshi/contracts';
import { sql } from 'drizzle-orm';
import Fastify, { LogController, type FastifyRequest } from 'fastify';
import type { Server } from 'node:http';
import { addAccountRoutes } from './features/accounts/routes.ts';
import { describeMe } from './features/accounts/service.ts';
import { addAccountBatchRoutes } from './features/account-batches/routes.ts';
import { addAssessmentRoutes } from './features/assessment/routes.ts';
import { addAuditTrailRoutes } from './features/audit-trail/routes.ts';
import { addAuthorityRoutes } from './features/authority/routes.ts';
import { addCaseRoutes } from './features/cases/routes.ts';
import { addCatalogueRoutes } from './features/catalogue/routes.ts';
import { addCertificateRoutes } from './features/certificates/routes.ts';
import { addClassRoutes, ANONYMOUS_PATHS } from './features/class-mode/routes.ts';
import { addCreditRoutes } from './features/credit/routes.ts';
import { addFlagRoutes } from './features/flags/routes.ts';
import { addSettingRoutes } from './features/settings/routes.ts';
import { addHourPolicyRoutes } from './features/hour-policies/routes.ts';
import { addRequirementRoutes } from './features/personal-requirements/routes.ts';
import { addLearningRoutes } from './features/learning/routes.ts';
import { addLecturerRoutes } from './features/lecturers/routes.ts';
import { addMediaRoutes, addPictureRoute } from './features/media/routes.ts';
import { addNoticeRoutes } from './features/notices/routes.ts';
import { addPlanningRoutes } from './features/planning/routes.ts';
import { addComplaintRoutes } from './features/complaints/routes.ts';
import { addCourseRevisionRoutes } from './features/course-revisions/routes.ts';
import { addCourseVersionRoutes } from './features/course-versions/routes.ts';
import { addInsightRoutes } from './features/insight/routes.ts';
import { addCoursewareRoutes } from './features/courseware/routes.ts';
import { addDeliveryRoutes } from './features/deliveries/routes.ts';
import { addDiscussionRoutes } from './features/discussion/routes.ts';
import { addDraftQuestionRoutes } from './features/draft-questions/routes.ts';
import { addQuestionBankRoutes } from './features/question-banks/routes.ts';
import { addDraftReviewRoutes } from './features/drafts/review-routes.ts';
import { addDraftRoutes } from './features/drafts/routes.ts';
import { addDuplicateRoutes } from './features/duplicates/routes.ts';
import { addEvaluationRoutes } from './features/evaluation/routes.ts';
import { addNoteRoutes } from './features/notes/routes.ts';
import { addOfflineRoutes } from './features/offline/routes.ts';
import { addOrganisationRoutes } from './features/organisations/routes.ts';
import { addOrgTreeRoutes } from './features/org-tree/routes.ts';
import { addOwnDataRoutes } from './features/own-data/routes.ts';
import { addDepartureRoutes } from './features/departures/routes.ts';
import { addAudienceCategoryRoutes } from './features/audience-categories/routes.ts';
import { addKeyGroupRoutes } from './features/key-groups/routes.ts';
import { listKeyGroups } from './features/key-groups/service.ts';
import { addPeopleRoutes } from './features/people/routes.ts';
import { addRosterRoutes } from './features/roster/routes.ts';
import { addPlaybackRoutes } from './features/playback/routes.ts';
import { openHeartbeatLane } from './features/playback/service.ts';
import { addProgrammeRoutes } from './features/programmes/routes.ts';
import { addRecordRoutes } from './features/record/routes.ts';
import { addReportRunRoutes } from './features/report-runs/routes.ts';
import { addDashboardRoutes } from './features/dashboards/routes.ts';
import { addReportRoutes } from './features/reports/routes.ts';
import { addStatuteRoutes } from './features/statutes/routes.ts';
import { addSyllabusRoutes } from './features/syllabuses/routes.ts';
import { addTextbookRoutes } from './features/textbooks/routes.ts';
import { addUploadRoutes } from './features/uploads/routes.ts';
import { addUnitSheetRoutes } from './features/unit-sheets/routes.ts';
import { addYearClosingRoutes } from './features/year-closing/routes.ts';
import { addYearReminderRoutes } from './features/year-reminders/routes.ts';
import { addApiDocument } from './platform/api-document.ts';
import { addBodyDeadline, FILE_MS } from './platform/body-deadline.ts';
import { coursewareOrigin, isAtItsOrigin } from './platform/courseware-origin.ts';
import { addEndpoint, type App } from './platform/endpoints.ts';
import type { JobRunner } from './platform/jobs.ts';
import { isJsonOrNothing, isOwnOrigin } from './platform/origin-check.ts';
import { refusePipelining } from './platform/pipelining.ts';
import type { Platform } from './platform/platform.ts';
import { addProblemHandler, refuseAddress, sendProblem } from './platform/problems.ts';
import { Refused } from './platform/refused.ts';
import { numberRequests } from './platform/request-id.ts';
import { addRequestOrigin } from './platform/request-origin.ts';
import { buildSerializer, validateWhenUsed } from './platform/schema-compilers.ts';
import { readSessionCookie } from './platform/session-cookie.ts';
import type { Actor, Sessions } from './platform/sessions.ts';
import { addWebPages, type WebHandler } from './platform/web-pages.ts';

export interface AppDeps {
  readonly platform: Platform;
  readonly sessions: Sessions;
  readonly jobs: Pick<JobRunner, 'wake'>;
  readonly version: string;
  /** The built front end; null where only the API is served. */
  readonly web: WebHandler | null;
}

const JSON_BODY_BYTES = 256 * 1024;

function openFastify({ platform }: AppDeps): App {
  const app = Fastify<Server>({
    loggerInstance: platform.log,
    genReqId: numberRequests(),
    // None for each request, which would cost as much as routing it: lines name theirs by themselves (platform/log.ts).
    childLoggerFactory: (log) => log,
    bodyLimit: JSON_BODY_BYTES,
    // A pass for courseware is longer than the default.
    routerOptions: { maxParamLength: 400 },
    trustProxy:
      platform.config.trustedProxies.length > 0 ? [...platform.config.trustedProxies] : false,
    // The framework's default is to wait for ever (TRUST.md F6); what is no file has far less time.
    requestTimeout: FILE_MS,
    http: { headersTimeout: 8_000, connectionsCheckingInterval: 2_000 },
    keepAliveTimeout: 72_000,
    // Nothing sent or taken for so long: a client that reads nothing, or a phone that is gone.
    connectionTimeout: 60_000,
    onProtoPoisoning: 'error',
    onConstructorPoisoning: 'error',
    logController: new LogController({ disableRequestLogging: true }),
    schemaController: { compilersFactory: { buildSerializer } },
    frameworkErrors: (_error, request, reply) => refuseAddress(request as never, reply as never),
  }).withTypeProvider<TypeBoxTypeProvider>();
  app.setValidatorCompiler(validateWhenUsed);
  // The framework's own types differ from themselves in one optional property under
  // exactOptionalPropertyTypes; it is the same object.
  return app as unknown as App;
}

function actorOf(
  request: FastifyRequest,
  { platform, sessions }: AppDeps,
): Actor | null | Promise<Actor | null> {
  const secret = readSessionCookie(request, platform.config.publicUrl);
  return secret === undefined ? null : sessions.read(secret, request.ip);
}

function addSecurity(app: App, deps: AppDeps): void {
  const { publicUrl, coursewareOrigin: itsOrigin } = deps.platform.config;
  app.decorateRequest('actor', null);
  app.addHook('onRequest', (request, reply, done) => {
    void reply.header('x-content-type-options', 'nosniff');
    void reply.header('referrer-policy', 'same-origin');
    void reply.header('x-request-id', request.id);
    if (!isAtItsOrigin(request, itsOrigin)) throw new Refused('not-found');
    const isApi = request.url.startsWith('/api/');
    if (!isApi && !request.url.startsWith('/media/')) return done();
    if (!isOwnOrigin(request, publicUrl)) throw new Refused('foreign-origin');
    if (!isJsonOrNothing(request)) throw new Refused('unsupported-media-type');
    if (isApi) void reply.header('cache-control', 'no-store');
    if (ANONYMOUS_PATHS.some((path) => request.url.startsWith(path))) return done();
    const actor = actorOf(request, deps);
    if (actor instanceof Promise) return void actor.then(goOn, done);
    return goOn(actor);

    function goOn(found: Actor | null): void {
      request.actor = found;
      done();
    }
  });
  app.addHook('onResponse', (request, reply, done) => {
    const quiet = request.url.startsWith('/media/') || request.url.startsWith('/_app/');
    const line = {
      reqId: request.id,
      method: request.method,
      url: request.url.split('?')[0],
      status: reply.statusCode,
      ms: Math.round(reply.elapsedTime * 10) / 10,
      person: request.actor?.personId,
    };
    if (quiet && reply.statusCode < 400) request.log.debug(line, 'answered');
    else request.log.info(line, 'answered');
    done();
  });
}

/** Accounts, people and the tree they belong to. */
function addOrganisation(app: App, { platform, sessions, jobs, version }: AppDeps): void {
  addAccountRoutes(app, platform, sessions, version);
  addOrganisationRoutes(app, platform);
  addOrgTreeRoutes(app, platform);
  addSettingRoutes(app, platform);
  addAuthorityRoutes(app, platform);
  addAuditTrailRoutes(app, platform, jobs);
  addPeopleRoutes(app, platform);
  addAudienceCategoryRoutes(app, platform);
  addKeyGroupRoutes(app, platform);
  addDepartureRoutes(app, platform);
  addRosterRoutes(app, platform, jobs);
  addUnitSheetRoutes(app, platform, jobs);
  addAccountBatchRoutes(app, platform, jobs);
  addDuplicateRoutes(app, platform);
}

/** Courses, what is learned in them and what is said about them. */
function addLearning(app: App, { platform, jobs }: AppDeps): void {
  const lane = openHeartbeatLane(platform);
  addCatalogueRoutes(app, platform, jobs);
  addDraftRoutes(app, platform, jobs);
  addDraftReviewRoutes(app, platform);
  addCourseRevisionRoutes(app, platform);
  addCourseVersionRoutes(app, platform);
  addInsightRoutes(app, platform);
  addStatuteRoutes(app, platform, jobs);
  addLecturerRoutes(app, platform);
  addSyllabusRoutes(app, platform);
  addTextbookRoutes(app, platform, jobs);
  addDraftQuestionRoutes(app, platform);
  addQuestionBankRoutes(app, platform);
  addUploadRoutes(app, platform, jobs);
  addLearningRoutes(app, platform);
  addPlaybackRoutes(app, platform, lane);
  addOfflineRoutes(app, platform);
  addCaseRoutes(app, platform);
  addCoursewareRoutes(app, platform);
  addClassRoutes(app, platform);
  addAssessmentRoutes(app, platform);
  addNoticeRoutes(app, platform);
  addPlanningRoutes(app, platform);
  addDeliveryRoutes(app, platform);
  addProgrammeRoutes(app, platform, jobs);
  addMediaRoutes(app, platform);
  addPictureRoute(app, platform);
  addNoteRoutes(app, platform);
  addDiscussionRoutes(app, platform);
  addEvaluationRoutes(app, platform);
  addComplaintRoutes(app, platform);
}

/** Hours: what is owed, what was earned, and the papers and figures that say so. */
function addHours(app: App, { platform, jobs }: AppDeps): void {
  addCreditRoutes(app, platform);
  addFlagRoutes(app, platform);
  addHourPolicyRoutes(app, platform, jobs);
  addRequirementRoutes(app, platform);
  addReportRoutes(app, platform);
  addDashboardRoutes(app, platform);
  addReportRunRoutes(app, platform, jobs);
  addYearClosingRoutes(app, platform, jobs);
  addYearReminderRoutes(app, platform, jobs);
  addCertificateRoutes(app, platform);
  addRecordRoutes(app, platform);
  addOwnDataRoutes(app, platform);
}

/** Builds the whole application; production and tests build the very same one. */
export async function buildApp(deps: AppDeps): Promise<App> {
  const { platform, version } = deps;
  const app = openFastify(deps);
  await app.register(cookie);
  refusePipelining(app);
  addProblemHandler(app as never);
  addSecurity(app, deps);
  addRequestOrigin(app as never);
  addBodyDeadline(app);
  // What is sent as bytes is a stream, so that no large file is ever held in memory.
  for (const type of ['application/octet-stream', 'application/offset+octet-stream'])
    app.addContentTypeParser(type, (_request, payload, done) => done(null, payload));
  // Forms are left unread: the pages have a parser and an origin check of their own, and the API takes none.
  for (const type of ['application/x-www-form-urlencoded', 'multipart/form-data'])
    app.addContentTypeParser(type, (_request, _payload, done) => done(null, undefined));
  await addApiDocument(app, version);
  await app.register(fastifyStatic, { root: platform.config.dataFolder, serve: false });
  const startedAt = performance.now();
  addEndpoint(app, contracts.health, async () => {
    await platform.db.all(sql`SELECT 1`);
    return {
      status: 'ok' as const,
      version,
      uptimeSeconds: Math.floor((performance.now() - startedAt) / 1000),
    };
  });
  addOrganisation(app, deps);
  addLearning(app, deps);
  addHours(app, deps);
  if (deps.web) {
    addWebPages(app, deps.web, {
      async whoAsks(request) {
        const actor = await actorOf(request, deps);
        return actor && describeMe(platform, actor);
      },
      framesFrom: (request) => coursewareOrigin(request, platform.config.coursewareOrigin),
      keyGroups: async () => (await listKeyGroups(platform)).items,
    });
  } else app.setNotFoundHandler((request, reply) => sendProblem(request, reply, 'not-found'));
  return app;
}
