// The lecturer register (师资库): who teaches, held by a unit and offered to its subtree.
import { LECTURER_KINDS } from '@xueshi/domain';
import { Type, type Static } from 'typebox';
import { LoginName } from './accounts.ts';
import { OrgUnitRef } from './organisations.ts';
import {
  Area,
  closed,
  endpoint,
  Hundredths,
  Id,
  Instant,
  LocalText,
  Nothing,
  nullable,
  oneOf,
  Prose,
  Slug,
  text,
} from './shared.ts';

/** The most bytes of a photo. */
export const LECTURER_PHOTO_BYTES = 2 * 1024 * 1024;
/** The most characters of a biography; it is Markdown. */
export const BIOGRAPHY_MOST = 4000;
export const MOST_TOPICS = 12;

/** What courses name a lecturer by. */
export const LecturerCode = Type.String({ pattern: '^[a-z0-9-]{1,40}$' });
const Kind = oneOf(LECTURER_KINDS);

const inRegister = {
  code: LecturerCode,
  name: LocalText,
  kind: Kind,
  /** Unit and position, as it stands below the name. */
  title: Type.String(),
  /** Fields of teaching. */
  topics: Type.Array(Type.String()),
  photoUrl: nullable(Type.String()),
};

export const LecturerCard = closed({
  ...inRegister,
  unit: OrgUnitRef,
  /** null: still offered. */
  retiredAt: nullable(Instant),
  /** Published courses that name this lecturer. */
  courses: Type.Integer(),
  /** Whether the caller may change the entry. */
  mayEdit: Type.Boolean(),
});
export type LecturerCard = Static<typeof LecturerCard>;

const TaughtCourse = closed({ slug: Slug, title: LocalText });

/** What a course page says of its lecturer, where the register has them. */
export const LecturerBlock = closed({
  ...inRegister,
  /** From Markdown, made safe; empty where nothing is written. */
  biographyHtml: LocalText,
  /** Other published courses of this lecturer. */
  others: Type.Array(TaughtCourse),
});
export type LecturerBlock = Static<typeof LecturerBlock>;

export const LecturerView = closed({
  ...inRegister,
  biographyHtml: LocalText,
  unitName: Type.String(),
  retiredAt: nullable(Instant),
  courses: Type.Array(
    closed({
      slug: Slug,
      title: LocalText,
      summary: LocalText,
      area: Area,
      valueHundredths: Hundredths,
    }),
  ),
  mayEdit: Type.Boolean(),
});
export type LecturerView = Static<typeof LecturerView>;

/** What is typed about a lecturer; what is empty is left out. */
export const LecturerForm = closed({
  name: text(60, 2),
  nameEn: text(80, 0),
  kind: Kind,
  title: text(60),
  topics: Type.Array(text(20), { maxItems: MOST_TOPICS }),
  biography: Prose,
  biographyEn: Prose,
  /** The sign-in name of the cadre who is this lecturer; empty: nobody of the installation. */
  loginName: Type.Union([LoginName, Type.Literal('')]),
});
export type LecturerForm = Static<typeof LecturerForm>;

export const LecturerEntry = closed({
  code: LecturerCode,
  version: Type.Integer(),
  unit: OrgUnitRef,
  form: LecturerForm,
  /** The cadre who is this lecturer, by name; null: nobody, or somebody of another subtree. */
  personName: nullable(Type.String()),
  /** Somebody is linked whom the caller does not answer for: the link stays as it is. */
  isLinkedElsewhere: Type.Boolean(),
  photoUrl: nullable(Type.String()),
  retiredAt: nullable(Instant),
  savedAt: Instant,
  savedBy: nullable(Type.String()),
});
export type LecturerEntry = Static<typeof LecturerEntry>;

export const LecturerChoice = closed({
  code: LecturerCode,
  name: LocalText,
  kind: Kind,
  title: Type.String(),
});
export type LecturerChoice = Static<typeof LecturerChoice>;

const tag = 'lecturers';
const one = { params: closed({ code: LecturerCode }) } as const;
const changed = [400, 401, 403, 404, 409] as const;
const nothing = { status: 204, schema: Nothing } as const;

export const listLecturers = endpoint({
  tag,
  access: 'staff',
  method: 'GET',
  url: '/api/v1/lecturers',
  summary: 'The lecturer register as far as the caller sees it: of their units, above and below',
  query: closed({
    query: Type.Optional(text(60, 0)),
    kind: Type.Optional(Kind),
    topic: Type.Optional(text(20, 0)),
    /** Those who retired, instead of those who teach. */
    retired: Type.Optional(Type.Boolean()),
    page: Type.Optional(Type.Integer({ minimum: 1, maximum: 1000 })),
  }),
  ok: {
    status: 200,
    schema: closed({
      items: Type.Array(LecturerCard),
      total: Type.Integer(),
      page: Type.Integer(),
      pageSize: Type.Integer(),
      /** Every field of teaching in what the caller sees, by frequency. */
      topics: Type.Array(Type.String()),
      /** Units of the caller at which an entry can be added; none: they only look. */
      mayAddAt: Type.Array(OrgUnitRef),
    }),
  },
  problems: [400, 401, 403],
});

export const listLecturerChoices = endpoint({
  tag,
  access: 'author',
  method: 'GET',
  url: '/api/v1/lecturer-choices',
  summary: 'Lecturers whom the caller may name in a course, by name',
  ok: { status: 200, schema: closed({ items: Type.Array(LecturerChoice) }) },
  problems: [401, 403],
});

export const readLecturer = endpoint({
  ...one,
  tag,
  access: 'signed_in',
  method: 'GET',
  url: '/api/v1/lecturers/:code',
  summary: 'A lecturer with biography and courses, for whoever can see one of the courses',
  ok: { status: 200, schema: LecturerView },
  problems: [400, 401, 404],
});

export const addLecturer = endpoint({
  tag,
  access: 'unit_admin',
  method: 'POST',
  url: '/api/v1/org-units/:id/lecturers',
  summary: 'Add an entry that the unit holds; its code is made from the name',
  params: closed({ id: Id }),
  body: LecturerForm,
  ok: { status: 201, schema: closed({ code: LecturerCode }) },
  problems: changed,
});

export const readLecturerEntry = endpoint({
  ...one,
  tag,
  access: 'unit_admin',
  method: 'GET',
  url: '/api/v1/lecturers/:code/entry',
  summary: 'An entry as its administrators change it',
  ok: { status: 200, schema: LecturerEntry },
  problems: [400, 401, 403, 404],
});

export const saveLecturer = endpoint({
  ...one,
  tag,
  access: 'unit_admin',
  method: 'PUT',
  url: '/api/v1/lecturers/:code/entry',
  summary: 'Change an entry; version is that of the entry as it was read',
  /** `unitId`: the unit that is to hold it from now on, where it is another. */
  body: closed({ version: Type.Integer(), form: LecturerForm, unitId: Type.Optional(Id) }),
  ok: nothing,
  problems: changed,
});

export const setLecturerRetired = endpoint({
  ...one,
  tag,
  access: 'unit_admin',
  method: 'PUT',
  url: '/api/v1/lecturers/:code/retirement',
  summary: 'Retire a lecturer, or take that back; courses that name them stay as they are',
  body: closed({ retired: Type.Boolean() }),
  ok: nothing,
  problems: changed,
});

export const setLecturerPhoto = endpoint({
  ...one,
  tag,
  access: 'unit_admin',
  method: 'POST',
  url: '/api/v1/lecturers/:code/photo',
  summary: 'Set the photo: a PNG, JPEG or WebP picture’s bytes as application/octet-stream',
  ok: nothing,
  problems: [...changed, 413, 415],
});

export const removeLecturerPhoto = endpoint({
  ...one,
  tag,
  access: 'unit_admin',
  method: 'DELETE',
  url: '/api/v1/lecturers/:code/photo',
  summary: 'Show an entry without a photo',
  ok: nothing,
  problems: [400, 401, 403, 404],
});
