import { Type, type Static } from 'typebox';
import { CourseCard } from './catalogue.ts';
import { BinaryFile, closed, endpoint, Hundredths, nullable, text, Year } from './shared.ts';

const Weekday = Type.Integer({ minimum: 1, maximum: 7 });

const StudyTimes = {
  /** 1 Monday … 7 Sunday; none: no fixed days. */
  days: Type.Array(Weekday, { maxItems: 7, uniqueItems: true }),
  time: Type.String({ pattern: '^([01]\\d|2[0-3]):[0-5]\\d$' }),
  minutes: Type.Integer({ minimum: 10, maximum: 240 }),
  /** Be reminded on this weekday while hours are missing; null: never. */
  remindOn: nullable(Weekday),
};

export const Plan = closed({
  year: Year,
  daysLeft: Type.Integer(),
  /** null: no requirement applies to the caller. */
  missingHundredths: nullable(Hundredths),
  paceHundredthsPerWeek: nullable(Hundredths),
  weeks: Type.Array(
    closed({
      from: Type.String(),
      to: Type.String(),
      hundredths: Hundredths,
      courses: Type.Array(CourseCard),
    }),
  ),
  /** Whether the courses there are close the gap. */
  isEnough: Type.Boolean(),
  study: closed(StudyTimes),
  mail: closed({
    /** Whether this installation can send mail. */
    isAvailable: Type.Boolean(),
    address: nullable(Type.String()),
    isConfirmed: Type.Boolean(),
  }),
});
export type Plan = Static<typeof Plan>;

export const readPlan = endpoint({
  method: 'GET',
  url: '/api/v1/me/plan',
  summary: 'Which course to finish by when, so that the gap is closed by 31 December',
  tag: 'planning',
  access: 'signed_in',
  ok: { status: 200, schema: Plan },
  problems: [401],
});

export const saveStudyTimes = endpoint({
  method: 'PUT',
  url: '/api/v1/me/plan/study-times',
  summary: 'When the caller means to study, and whether to be reminded',
  tag: 'planning',
  access: 'signed_in',
  body: closed(StudyTimes),
  ok: { status: 204, schema: Type.Null() },
  problems: [400, 401, 403],
});

export const readCalendar = endpoint({
  method: 'GET',
  url: '/api/v1/me/plan/calendar',
  summary: 'The study times until 31 December as a calendar file (RFC 5545)',
  tag: 'planning',
  access: 'signed_in',
  ok: { status: 200, schema: BinaryFile },
  problems: [401],
});

export const setMailAddress = endpoint({
  method: 'PUT',
  url: '/api/v1/me/mail-address',
  summary: 'Name an address for reminders; a code is sent there',
  tag: 'planning',
  access: 'signed_in',
  body: closed({ address: text(254, 3) }),
  ok: { status: 204, schema: Type.Null() },
  problems: [400, 401, 403, 409, 429, 502],
});

export const confirmMailAddress = endpoint({
  method: 'POST',
  url: '/api/v1/me/mail-address/confirmation',
  summary: 'Confirm the address with the code that came',
  tag: 'planning',
  access: 'signed_in',
  body: closed({ code: Type.String({ pattern: '^\\s*\\d{6}\\s*$' }) }),
  ok: { status: 204, schema: Type.Null() },
  problems: [400, 401, 403, 409],
});

export const removeMailAddress = endpoint({
  method: 'DELETE',
  url: '/api/v1/me/mail-address',
  summary: 'Forget the address',
  tag: 'planning',
  access: 'signed_in',
  ok: { status: 204, schema: Type.Null() },
  problems: [401, 403],
});
