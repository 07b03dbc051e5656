// Syllabuses (培训大纲): what is to be taught, point by point, and which courses teach it.
import { SYLLABUS_STATES } from '@xueshi/domain';
import { Type, type Static } from 'typebox';
import { OrgUnitRef } from './organisations.ts';
import {
  closed,
  endpoint,
  Id,
  Instant,
  LocalText,
  Nothing,
  nullable,
  oneOf,
  Slug,
  text,
} from './shared.ts';

/** The most characters of a syllabus's text. */
export const SYLLABUS_TEXT_MOST = 130_000;
/** As many characters of Chinese, three bytes each. */
const SYLLABUS_BODY_BYTES = 500_000;

/** How a course names a point: `<syllabus>/<point>`. */
export const SyllabusReference = Type.String({
  pattern: '^[a-z0-9-]{1,40}/[a-z0-9][a-z0-9.-]{0,19}$',
});
export const MOST_SYLLABUS_POINTS = 60;

const State = oneOf(SYLLABUS_STATES);
const head = {
  id: Id,
  code: Type.String(),
  title: Type.String(),
  /** Its year or version. */
  edition: Type.String(),
  state: State,
};

export const SyllabusCard = closed({
  ...head,
  unit: OrgUnitRef,
  points: Type.Integer(),
  /** Points that at least one published course covers. */
  covered: Type.Integer(),
  mayEdit: Type.Boolean(),
});
export type SyllabusCard = Static<typeof SyllabusCard>;

/** A syllabus with the published courses that cover each of its points. */
export const SyllabusView = closed({
  ...head,
  unit: OrgUnitRef,
  inForceAt: nullable(Instant),
  replacedAt: nullable(Instant),
  areas: Type.Array(
    closed({
      title: Type.String(),
      covered: Type.Integer(),
      points: Type.Array(
        closed({
          code: Type.String(),
          text: Type.String(),
          courses: Type.Array(closed({ slug: Slug, title: LocalText })),
        }),
      ),
    }),
  ),
  version: Type.Integer(),
  /** As it was written, with every code: what an edit begins from. */
  text: Type.String(),
  mayEdit: Type.Boolean(),
});
export type SyllabusView = Static<typeof SyllabusView>;

export const SyllabusForm = closed({
  title: text(80),
  edition: text(20),
  text: text(SYLLABUS_TEXT_MOST, 0),
});
export type SyllabusForm = Static<typeof SyllabusForm>;

/** Nothing was kept where there are faults. */
export const SyllabusSaved = closed({
  id: nullable(Id),
  faults: Type.Array(
    closed({
      /** null: about the text as a whole. */
      line: nullable(Type.Integer()),
      message: LocalText,
    }),
  ),
});
export type SyllabusSaved = Static<typeof SyllabusSaved>;

/** Points that authors may choose, by syllabus and area. */
export const SyllabusChoice = closed({
  code: Type.String(),
  title: Type.String(),
  edition: Type.String(),
  areas: Type.Array(
    closed({
      title: Type.String(),
      points: Type.Array(closed({ reference: SyllabusReference, text: Type.String() })),
    }),
  ),
});
export type SyllabusChoice = Static<typeof SyllabusChoice>;

/** What a course page says of the points that the course covers. */
export const CoveredPoint = closed({
  syllabus: Type.String(),
  area: Type.String(),
  code: Type.String(),
  text: Type.String(),
});
export type CoveredPoint = Static<typeof CoveredPoint>;

const tag = 'syllabuses';
const one = { tag, params: closed({ id: Id }) } as const;
const nothing = { status: 204, schema: Nothing } as const;
const changed = [400, 401, 403, 404, 409] as const;

export const listSyllabuses = endpoint({
  tag,
  access: 'staff',
  method: 'GET',
  url: '/api/v1/syllabuses',
  summary: 'Syllabuses as far as the caller sees them: of their units, above and below',
  query: closed({
    /** With those that a later edition replaced. */
    replaced: Type.Optional(Type.Boolean()),
  }),
  ok: {
    status: 200,
    schema: closed({
      items: Type.Array(SyllabusCard),
      /** Units of the caller at which one can be written; none: they only look. */
      mayAddAt: Type.Array(OrgUnitRef),
    }),
  },
  problems: [400, 401, 403],
});

export const listSyllabusChoices = endpoint({
  tag,
  access: 'author',
  method: 'GET',
  url: '/api/v1/syllabus-choices',
  summary: 'Points of the syllabuses in force that the caller may name in a course',
  ok: { status: 200, schema: closed({ items: Type.Array(SyllabusChoice) }) },
  problems: [401, 403],
});

export const readSyllabus = endpoint({
  ...one,
  access: 'staff',
  method: 'GET',
  url: '/api/v1/syllabuses/:id',
  summary: 'A syllabus: each point with the published courses that cover it',
  ok: { status: 200, schema: SyllabusView },
  problems: [401, 403, 404],
});

export const addSyllabus = endpoint({
  ...one,
  access: 'unit_admin',
  method: 'POST',
  url: '/api/v1/org-units/:id/syllabuses',
  summary: 'Write a syllabus from text, as a draft: an area a line with #, a point a line',
  bodyBytes: SYLLABUS_BODY_BYTES,
  body: SyllabusForm,
  ok: { status: 200, schema: SyllabusSaved },
  problems: [...changed, 413],
});

export const saveSyllabus = endpoint({
  ...one,
  access: 'unit_admin',
  method: 'PUT',
  url: '/api/v1/syllabuses/:id',
  summary: 'Change a draft of a syllabus; version is that of the draft as it was read',
  bodyBytes: SYLLABUS_BODY_BYTES,
  body: closed({ version: Type.Integer(), form: SyllabusForm }),
  ok: { status: 200, schema: SyllabusSaved },
  problems: [...changed, 413],
});

export const copySyllabus = endpoint({
  ...one,
  access: 'unit_admin',
  method: 'POST',
  url: '/api/v1/syllabuses/:id/editions',
  summary:
    'Begin the next edition of a syllabus: a draft with the same points under the same codes',
  body: closed({ edition: text(20) }),
  ok: { status: 201, schema: closed({ id: Id }) },
  problems: changed,
});

export const putSyllabusInForce = endpoint({
  ...one,
  access: 'unit_admin',
  method: 'PUT',
  url: '/api/v1/syllabuses/:id/force',
  summary: 'Put a draft in force for its unit’s subtree; the edition before it is replaced',
  ok: nothing,
  problems: [401, 403, 404, 409],
});

export const discardSyllabus = endpoint({
  ...one,
  access: 'unit_admin',
  method: 'DELETE',
  url: '/api/v1/syllabuses/:id',
  summary: 'Throw a draft of a syllabus away',
  ok: nothing,
  problems: [401, 403, 404, 409],
});
