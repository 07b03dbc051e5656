import { Type, type Static } from 'typebox';
import {
  BinaryFile,
  closed,
  endpoint,
  Id,
  Instant,
  LocalText,
  Ms,
  nullable,
  oneOf,
  Prose,
  Slug,
  text,
} from './shared.ts';

/** A note of the caller's own; nobody else can read it. */
export const Note = closed({
  id: Id,
  courseSlug: Slug,
  courseTitle: LocalText,
  lessonKey: Slug,
  lessonTitle: LocalText,
  /** Place in a lecture; null for the lesson as a whole. */
  atMs: nullable(Ms),
  /** Paragraph of a reading, from 1, with its first words. */
  paragraph: nullable(Type.Integer({ minimum: 1 })),
  excerpt: nullable(Type.String()),
  text: Type.String(),
  version: Type.Integer({ minimum: 1 }),
  createdAt: Instant,
  updatedAt: Instant,
});
export type Note = Static<typeof Note>;

const lessonParams = closed({ slug: Slug, lessonKey: Slug });
const noteParams = closed({ id: Id });

export const listLessonNotes = endpoint({
  method: 'GET',
  url: '/api/v1/courses/:slug/lessons/:lessonKey/notes',
  summary: 'The caller’s notes on a lesson, in the order of the material',
  tag: 'notes',
  access: 'signed_in',
  params: lessonParams,
  ok: { status: 200, schema: closed({ items: Type.Array(Note) }) },
  problems: [400, 401, 404, 409],
});

export const writeNote = endpoint({
  method: 'POST',
  url: '/api/v1/courses/:slug/lessons/:lessonKey/notes',
  summary: 'Write a note at a place of a lesson; the same requestId writes it once',
  tag: 'notes',
  access: 'signed_in',
  params: lessonParams,
  body: closed({
    requestId: text(64),
    text: Prose,
    atMs: nullable(Ms),
    paragraph: nullable(Type.Integer({ minimum: 1, maximum: 100_000 })),
  }),
  ok: { status: 201, schema: Note },
  problems: [400, 401, 403, 404, 409],
});

export const changeNote = endpoint({
  method: 'PUT',
  url: '/api/v1/me/notes/:id',
  summary: 'Change a note; `version` is the one that the change was made on',
  tag: 'notes',
  access: 'signed_in',
  params: noteParams,
  body: closed({ text: Prose, version: Type.Integer({ minimum: 1 }) }),
  ok: { status: 200, schema: Note },
  problems: [400, 401, 403, 404, 409],
});

export const deleteNote = endpoint({
  method: 'DELETE',
  url: '/api/v1/me/notes/:id',
  summary: 'Delete a note, unless it was changed since the version named',
  tag: 'notes',
  access: 'signed_in',
  params: noteParams,
  query: closed({ version: Type.Integer({ minimum: 1 }) }),
  ok: { status: 204, schema: Type.Null() },
  problems: [400, 401, 403, 404, 409],
});

export const readNote = endpoint({
  method: 'GET',
  url: '/api/v1/me/notes/:id',
  summary: 'One of the caller’s notes',
  tag: 'notes',
  access: 'signed_in',
  params: noteParams,
  ok: { status: 200, schema: Note },
  problems: [400, 401, 404],
});

const found = {
  course: Type.Optional(Slug),
  query: Type.Optional(text(80, 0)),
};

export const listNotes = endpoint({
  method: 'GET',
  url: '/api/v1/me/notes',
  summary: 'All the caller’s notes, by course and lesson',
  tag: 'notes',
  access: 'signed_in',
  query: closed({
    ...found,
    page: Type.Optional(Type.Integer({ minimum: 1, maximum: 1000 })),
  }),
  ok: {
    status: 200,
    schema: closed({
      items: Type.Array(Note),
      total: Type.Integer(),
      page: Type.Integer(),
      pageSize: Type.Integer(),
      /** The courses one has notes in. */
      courses: Type.Array(closed({ slug: Slug, title: LocalText, count: Type.Integer() })),
    }),
  },
  problems: [400, 401],
});

export const exportNotes = endpoint({
  method: 'GET',
  url: '/api/v1/me/notes/export',
  summary: 'The caller’s notes as a file, text/markdown or text/plain',
  tag: 'notes',
  access: 'signed_in',
  query: closed({ ...found, format: oneOf(['markdown', 'text'] as const) }),
  ok: { status: 200, schema: BinaryFile },
  problems: [400, 401],
});
