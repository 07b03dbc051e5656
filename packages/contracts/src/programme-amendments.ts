// Changing a programme that is under way: what may change of it, with the reason, told to whom it concerns.
import { Type, type Static } from 'typebox';
import { closed, Day, endpoint, Id, Nothing, nullable, Slug, text } from './shared.ts';

const Reason = text(300, 4);

export const ProgrammeAmendment = closed({
  /** Of the programme that was read; one that somebody else changed meanwhile is refused. */
  version: Type.Integer({ minimum: 1 }),
  reason: Reason,
  note: text(1000, 0),
  /** The same day or a later one of the same year. */
  endsOn: Day,
  /** Compulsory courses to be taken out; `by` takes the place of one that is not available any more. */
  out: Type.Array(closed({ slug: Slug, by: nullable(Slug) }), { maxItems: 200 }),
  /** Courses to be added as electives. */
  electives: Type.Array(Slug, { maxItems: 50, uniqueItems: true }),
});
export type ProgrammeAmendment = Static<typeof ProgrammeAmendment>;

const params = closed({ id: Id });

export const amendProgramme = endpoint({
  method: 'POST',
  url: '/api/v1/programmes/:id/amendments',
  summary: 'Change a programme that is under way, with the reason; members it concerns are told',
  tag: 'programmes',
  access: 'training_officer',
  params,
  body: ProgrammeAmendment,
  ok: { status: 204, schema: Nothing },
  problems: [400, 401, 403, 404, 409],
});

export const extendMembers = endpoint({
  method: 'POST',
  url: '/api/v1/programmes/:id/extensions',
  summary: 'Give several members more time, or all who have not completed it, with the reason',
  tag: 'programmes',
  access: 'training_officer',
  params,
  body: closed({
    /** null: everybody who has not completed it. */
    personIds: nullable(Type.Array(Id, { minItems: 1, maxItems: 200, uniqueItems: true })),
    until: Day,
    reason: Reason,
  }),
  /** How many are given more time; those whose last day is that late already, and the caller, are not. */
  ok: { status: 200, schema: closed({ people: Type.Integer() }) },
  problems: [400, 401, 403, 404, 409],
});
