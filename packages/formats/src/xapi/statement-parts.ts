// Result, context, references and attachments (xAPI 1.0.3, part two, 2.4.4.3, 2.4.5, 2.4.6 and 2.4.11).
import { activity } from './activities.ts';
import { agentOrGroup, group } from './agents.ts';
import {
  all,
  anyFlag,
  anyText,
  isObject,
  listOf,
  numberThat,
  objectOf,
  oneOfTexts,
  type Check,
} from './check.ts';
import {
  duration,
  extensions,
  iri,
  languageMap,
  languageTag,
  mediaType,
  sha2,
  uuid,
} from './values.ts';

/** 2.4.4.3: another statement, by its UUID; whether there is one is not asked. */
export const statementRef: Check = objectOf({ objectType: oneOfTexts('StatementRef'), id: uuid }, [
  'objectType',
  'id',
]);

const anyNumber = numberThat('a number', () => true);

/** 2.4.5.1. */
const score: Check = all(
  objectOf({
    scaled: numberThat('a number of -1 to 1', (number) => number >= -1 && number <= 1),
    raw: anyNumber,
    min: anyNumber,
    max: anyNumber,
  }),
  (value, at) => {
    if (!isObject(value)) return null;
    const { raw, min = -Infinity, max = Infinity } = value as Readonly<Record<string, number>>;
    if (min >= max) return `${at}.min: must be less than max`;
    return raw === undefined || (raw >= min && raw <= max)
      ? null
      : `${at}.raw: must be between min and max`;
  },
);

/** 2.4.5. */
export const result: Check = objectOf({
  score,
  success: anyFlag,
  completion: anyFlag,
  response: anyText,
  duration,
  extensions,
});

const activities: Check = (value, at) =>
  Array.isArray(value) ? listOf(activity)(value, at) : activity(value, at);

const context: Check = objectOf({
  registration: uuid,
  instructor: agentOrGroup,
  team: group,
  contextActivities: objectOf({
    parent: activities,
    grouping: activities,
    category: activities,
    other: activities,
  }),
  revision: anyText,
  platform: anyText,
  language: languageTag,
  statement: statementRef,
  extensions,
});

/** 2.4.6: revision and platform go with an activity only. */
export const contextOf =
  (aboutActivity: boolean): Check =>
  (value, at) => {
    const why = context(value, at);
    if (why !== null || aboutActivity || !isObject(value)) return why;
    const strange = ['revision', 'platform'].find((name) => Object.hasOwn(value, name));
    return strange === undefined
      ? null
      : `${at}.${strange}: is only for statements about activities`;
  };

/** 2.4.11, without the bytes: each must say where it can be fetched (part three, 1.5.2). */
export const attachments: Check = listOf(
  objectOf(
    {
      usageType: iri,
      display: languageMap,
      description: languageMap,
      contentType: mediaType,
      length: numberThat('a whole number', (number) => Number.isInteger(number) && number >= 0),
      sha2,
      fileUrl: iri,
    },
    ['usageType', 'display', 'contentType', 'length', 'sha2', 'fileUrl'],
  ),
);
