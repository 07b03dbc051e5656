// Which courses would close most of what the people of a programme still owe.
import { Type, type Static } from 'typebox';
import { ChosenFor } from './chosen-for.ts';
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
  Slug,
  Year,
} from './shared.ts';

export const ProgrammeRecommendation = closed({
  slug: Slug,
  title: LocalText,
  area: Area,
  hundredths: Hundredths,
  /** How many of them it would bring nearer to what they owe. */
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
  /**
   * The unit or one above it chose it this year for people of a category, a key group, a position level or a
   * rank that the programme is for; null where none did.
   */
  chosenFor: nullable(ChosenFor),
});
export type ProgrammeRecommendation = Static<typeof ProgrammeRecommendation>;

export const ProgrammeRecommendations = closed({
  /** The year whose hours the programme is studied for. */
  year: Year,
  /** Whom the programme reaches now. */
  people: Type.Integer(),
  /** How many of them still owe hours. */
  owing: Type.Integer(),
  /** Where there are many people it is worked out on demand: `missing` until then. */
  state: oneOf(['ready', 'outdated', 'missing'] as const),
  /** When it was worked out; null: just now. */
  asOf: nullable(Instant),
  /** How far working it out has come, per cent; null where that is not under way. */
  percent: nullable(Type.Integer()),
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

export const workOutRecommendations = endpoint({
  method: 'POST',
  url: '/api/v1/programmes/:id/recommendations',
  summary: 'Work the recommendations of a programme for many people out, in the background',
  tag: 'programmes',
  access: 'training_officer',
  params: closed({ id: Id }),
  ok: { status: 204, schema: Nothing },
  problems: [400, 401, 403, 404],
});
