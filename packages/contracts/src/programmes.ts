import { POSITION_LEVELS, RANKS, RECURRENCES } from '@xueshi/domain';
import { Type, type Static } from 'typebox';
import { AudienceCategory } from './audience-categories.ts';
import { KeyGroupCode } from './key-groups.ts';
import { OrgUnitRef } from './organisations.ts';
import {
  closed,
  Day,
  endpoint,
  Hundredths,
  Id,
  Instant,
  LocalText,
  Nothing,
  nullable,
  oneOf,
  Slug,
  text,
} from './shared.ts';

export const PROGRAMME_STATES = ['draft', 'template', 'published', 'closed'] as const;
export const PROGRAMME_TIERS = ['demonstration', 'key_group', 'all_staff'] as const;
export const MEMBER_STATES = ['open', 'completed', 'exempt', 'left'] as const;
const Recurrence = oneOf(RECURRENCES);

/** Whom a programme is for (DOMAIN M1): a list that is empty asks for nothing. */
export const ProgrammeTarget = closed({
  unitIds: Type.Array(Id, { maxItems: 200, uniqueItems: true }),
  categories: Type.Array(AudienceCategory, { maxItems: 20, uniqueItems: true }),
  keyGroups: Type.Array(KeyGroupCode, { maxItems: 40, uniqueItems: true }),
  positionLevels: Type.Array(oneOf(POSITION_LEVELS), { maxItems: 40, uniqueItems: true }),
  ranks: Type.Array(oneOf(RANKS), { maxItems: 40, uniqueItems: true }),
  personIds: Type.Array(Id, { maxItems: 500, uniqueItems: true }),
});
export type ProgrammeTarget = Static<typeof ProgrammeTarget>;

/** What an administrator writes down; `version` is that of the programme it was read from, 0 for a new one. */
export const ProgrammeDraft = closed({
  version: Type.Integer({ minimum: 0 }),
  title: text(80, 2),
  note: text(1000, 0),
  tier: oneOf(PROGRAMME_TIERS),
  responsibleId: nullable(Id),
  startsOn: Day,
  endsOn: Day,
  recurrence: Recurrence,
  target: ProgrammeTarget,
  rule: closed({
    electiveHundredths: Type.Integer({ minimum: 0, maximum: 100_000 }),
    electiveCourses: Type.Integer({ minimum: 0, maximum: 200 }),
  }),
  /** In the order in which they are to be studied. */
  courses: Type.Array(closed({ slug: Slug, required: Type.Boolean(), dueOn: nullable(Day) }), {
    maxItems: 200,
  }),
});
export type ProgrammeDraft = Static<typeof ProgrammeDraft>;

export const ProgrammeFigures = closed({
  members: Type.Integer(),
  completed: Type.Integer(),
  open: Type.Integer(),
  exempt: Type.Integer(),
  left: Type.Integer(),
});

const Heading = {
  id: Id,
  title: Type.String(),
  tier: oneOf(PROGRAMME_TIERS),
  state: oneOf(PROGRAMME_STATES),
  startsOn: Day,
  endsOn: Day,
  responsibleName: nullable(Type.String()),
};

const CourseOfProgramme = closed({
  slug: Slug,
  title: LocalText,
  required: Type.Boolean(),
  dueOn: nullable(Day),
  hundredths: Hundredths,
  /** Not any more: it stays in the programme, and nobody can begin it. */
  isAvailable: Type.Boolean(),
});

/** What has to be mended before a draft can be published; a course not available also afterwards. */
export const PROGRAMME_FAULTS = [
  'no-responsible',
  'no-courses',
  'electives-out-of-reach',
  'course-not-available',
  'due-outside',
  'ends-in-past',
  'reaches-nobody',
] as const;

export const ProgrammeView = closed({
  ...Heading,
  unit: OrgUnitRef,
  crumbs: Type.Array(OrgUnitRef),
  /** Whether the caller may change anything of it, and whether they may remind people. */
  mayRun: Type.Boolean(),
  mayRemind: Type.Boolean(),
  version: Type.Integer(),
  note: Type.String(),
  responsibleId: nullable(Id),
  /** Who may be put in charge: whoever may run training here; empty where the caller changes nothing. */
  responsibleChoices: Type.Array(
    closed({ personId: Id, name: Type.String(), unitName: nullable(Type.String()) }),
  ),
  recurrence: Recurrence,
  /** When it comes again, by its days; null where it does not. */
  nextRun: nullable(closed({ preparedOn: Day, startsOn: Day, endsOn: Day })),
  target: ProgrammeTarget,
  targetUnits: Type.Array(OrgUnitRef),
  /** The people named one by one; the unit is null for those who have none now. */
  targetPeople: Type.Array(
    closed({ personId: Id, name: Type.String(), unitName: nullable(Type.String()) }),
  ),
  /** Whether the caller may name reserve cadres. */
  mayNameReserves: Type.Boolean(),
  rule: ProgrammeDraft.properties.rule,
  courses: Type.Array(CourseOfProgramme),
  faults: Type.Array(oneOf(PROGRAMME_FAULTS)),
  figures: ProgrammeFigures,
  /** The template of a unit above that it was made of; null where it is the unit's own. */
  takenFrom: nullable(
    closed({
      id: Id,
      title: Type.String(),
      offeredBy: Type.String(),
      /** Changed above since, and still offered: this programme stays as it is. */
      isNewer: Type.Boolean(),
      isOffered: Type.Boolean(),
    }),
  ),
  /** How far assigning has come, per cent; null when nothing is under way. */
  assigningPercent: nullable(Type.Integer()),
  publishedAt: nullable(Instant),
  closedAt: nullable(Instant),
});
export type ProgrammeView = Static<typeof ProgrammeView>;

export const ProgrammeRow = closed({
  ...Heading,
  figures: ProgrammeFigures,
  /** How many of its courses are not available any more. */
  coursesGone: Type.Integer(),
});
export type ProgrammeRow = Static<typeof ProgrammeRow>;

const byId = closed({ id: Id });
const Page = Type.Optional(Type.Integer({ minimum: 1, maximum: 100_000 }));
const paged = { total: Type.Integer(), page: Type.Integer(), pageSize: Type.Integer() };
const tag = 'programmes';

export const listProgrammes = endpoint({
  method: 'GET',
  url: '/api/v1/units/:id/programmes',
  summary: 'The programmes of a unit, latest end first',
  tag,
  access: 'unit_reader',
  params: byId,
  query: closed({ state: Type.Optional(oneOf(PROGRAMME_STATES)), page: Page }),
  ok: {
    status: 200,
    schema: closed({
      unit: OrgUnitRef,
      crumbs: Type.Array(OrgUnitRef),
      items: Type.Array(ProgrammeRow),
      /** Whether the caller may begin one here. */
      mayRun: Type.Boolean(),
      ...paged,
    }),
  },
  problems: [400, 401, 403, 404],
});

export const createProgramme = endpoint({
  method: 'POST',
  url: '/api/v1/units/:id/programmes',
  summary: 'Begin a programme as a draft',
  tag,
  access: 'training_officer',
  params: byId,
  body: ProgrammeDraft,
  ok: { status: 201, schema: closed({ id: Id }) },
  problems: [400, 401, 403, 404],
});

export const readProgramme = endpoint({
  method: 'GET',
  url: '/api/v1/programmes/:id',
  summary: 'A programme with its courses, its figures and what keeps it from being published',
  tag,
  access: 'unit_reader',
  params: byId,
  ok: { status: 200, schema: ProgrammeView },
  problems: [400, 401, 403, 404],
});

export const saveProgramme = endpoint({
  method: 'PUT',
  url: '/api/v1/programmes/:id',
  summary: 'Save a draft or a template',
  tag,
  access: 'training_officer',
  params: byId,
  body: ProgrammeDraft,
  ok: { status: 200, schema: closed({ version: Type.Integer() }) },
  problems: [400, 401, 403, 404, 409],
});

export const setResponsible = endpoint({
  method: 'PUT',
  url: '/api/v1/programmes/:id/responsible',
  summary: 'Say who answers for a programme, of those who may run it',
  tag,
  access: 'training_officer',
  params: byId,
  body: closed({ personId: Id }),
  ok: { status: 204, schema: Nothing },
  problems: [400, 401, 403, 404, 409],
});

export const discardProgramme = endpoint({
  method: 'DELETE',
  url: '/api/v1/programmes/:id',
  summary: 'Throw a draft or a template away',
  tag,
  access: 'training_officer',
  params: byId,
  ok: { status: 204, schema: Nothing },
  problems: [400, 401, 403, 404, 409],
});

export const copyProgramme = endpoint({
  method: 'POST',
  url: '/api/v1/programmes/:id/copies',
  summary:
    'Begin a new draft, or a template, from this programme; a draft has its days a year later',
  tag,
  access: 'training_officer',
  params: byId,
  body: closed({ as: oneOf(['draft', 'template'] as const) }),
  ok: { status: 201, schema: closed({ id: Id }) },
  problems: [400, 401, 403, 404],
});

export const previewProgramme = endpoint({
  method: 'GET',
  url: '/api/v1/programmes/:id/preview',
  summary: 'Whom a programme would reach now: how many, and the first of them',
  tag,
  access: 'training_officer',
  params: byId,
  ok: {
    status: 200,
    schema: closed({
      people: Type.Integer(),
      byCategory: Type.Array(
        closed({ category: nullable(AudienceCategory), people: Type.Integer() }),
      ),
      first: Type.Array(
        closed({
          personId: Id,
          name: Type.String(),
          unitName: Type.String(),
          post: nullable(Type.String()),
        }),
      ),
    }),
  },
  problems: [400, 401, 403, 404],
});

export const publishProgramme = endpoint({
  method: 'POST',
  url: '/api/v1/programmes/:id/publication',
  summary: 'Publish a draft: everybody it is for is assigned and told',
  tag,
  access: 'training_officer',
  params: byId,
  ok: { status: 204, schema: Nothing },
  problems: [400, 401, 403, 404, 409],
});
