// Which courses would close most of what the people of a programme still owe.
import { Type, type Static } from 'typebox';
import { Area, closed, endpoint, Hundredths, Id, LocalText, Slug, Year } from './shared.ts';

export const ProgrammeRecommendation = closed({
  slug: Slug,
  title: LocalText,
  area: Area,
  hundredths: Hundredths,
  /** How many of those looked at it would bring nearer to what they owe. */
  people: Type.Integer(),
  /** What it counts for, by the titles of the demands, most people first. */
  reasons: Type.Array(
    closed({
      title: LocalText,
      people: Type.Integer(),
      /** It counts for this only where the programme makes it compulsory. */
      compulsoryOnly: Type.Boolean(),
    }),
  ),
});
export type ProgrammeRecommendation = Static<typeof ProgrammeRecommendation>;

export const ProgrammeRecommendations = closed({
  /** The year whose hours the programme is studied for. */
  year: Year,
  /** Whom the programme reaches now. */
  people: Type.Integer(),
  /** How many of them were looked at: all, or so many by chance where they are very many. */
  looked: Type.Integer(),
  /** How many of those looked at still owe hours. */
  owing: Type.Integer(),
  items: Type.Array(ProgrammeRecommendation),
});
export type ProgrammeRecommendations = Static<typeof ProgrammeRecommendations>;

export const recommendForProgramme = endpoint({
  method: 'GET',
  url: '/api/v1/programmes/:id/recommendations',
  summary: 'Courses not yet in a programme that close what its people still owe, with the reason',
  tag: 'programmes',
  access: 'training_officer',
  params: closed({ id: Id }),
  ok: { status: 200, schema: ProgrammeRecommendations },
  problems: [400, 401, 403, 404],
});
