import { Type, type Static } from 'typebox';
import { ProgrammeDraft } from './programmes.ts';
import {
  Day,
  closed,
  endpoint,
  Hundredths,
  Id,
  Instant,
  LocalText,
  nullable,
  oneOf,
  Slug,
} from './shared.ts';

const AssignedCourse = closed({
  slug: Slug,
  title: LocalText,
  required: Type.Boolean(),
  /** By when for the caller. */
  dueOn: Day,
  hundredths: Hundredths,
  isDone: Type.Boolean(),
  isAvailable: Type.Boolean(),
});

export const AssignedProgramme = closed({
  id: Id,
  title: Type.String(),
  note: Type.String(),
  unitName: Type.String(),
  /** Whom to ask about it: who answers for it, and where they work. */
  responsible: nullable(closed({ name: Type.String(), unitName: nullable(Type.String()) })),
  state: oneOf(['open', 'completed', 'exempt'] as const),
  isClosed: Type.Boolean(),
  startsOn: Day,
  dueOn: Day,
  daysLeft: Type.Integer(),
  completedAt: nullable(Instant),
  rule: ProgrammeDraft.properties.rule,
  requiredDone: Type.Integer(),
  requiredTotal: Type.Integer(),
  electiveDone: Type.Integer(),
  electiveHundredths: Hundredths,
  exception: nullable(
    closed({ reason: Type.String(), approvedBy: Type.String(), approvedAt: Instant }),
  ),
  courses: Type.Array(AssignedCourse),
});
export type AssignedProgramme = Static<typeof AssignedProgramme>;

export const listAssigned = endpoint({
  method: 'GET',
  url: '/api/v1/me/programmes',
  summary:
    'The programmes that were assigned to the caller, by their last day; those done come last',
  tag: 'programmes',
  access: 'signed_in',
  ok: { status: 200, schema: closed({ items: Type.Array(AssignedProgramme) }) },
  problems: [401],
});
