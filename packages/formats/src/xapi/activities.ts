// Activities and what defines them (xAPI 1.0.3, part two, 2.4.4.1).
import {
  all,
  anyText,
  isObject,
  listOf,
  objectOf,
  oneOfTexts,
  type Check,
  type JsonObject,
} from './check.ts';
import { extensions, iri, languageMap } from './values.ts';

export interface XapiActivity {
  readonly objectType?: 'Activity';
  readonly id: string;
  readonly definition?: JsonObject;
}

/** Which lists of components an interaction of each type may have. */
const COMPONENTS: Readonly<Record<string, readonly string[]>> = {
  'true-false': [],
  choice: ['choices'],
  'fill-in': [],
  'long-fill-in': [],
  matching: ['source', 'target'],
  performance: ['steps'],
  sequencing: ['choices'],
  likert: ['scale'],
  numeric: [],
  other: [],
};
const LISTS = ['choices', 'scale', 'source', 'target', 'steps'];

const component = objectOf({ id: anyText, description: languageMap }, ['id']);
const components: Check = all(listOf(component), (value, at) => {
  const ids = Array.isArray(value) ? value.map((one: unknown) => isObject(one) && one['id']) : [];
  return new Set(ids).size === ids.length ? null : `${at}: its ids must be distinct`;
});

const fitsInteraction: Check = (value, at) => {
  if (!isObject(value)) return null;
  const type = value['interactionType'];
  const lists = LISTS.filter((name) => Object.hasOwn(value, name));
  if (typeof type !== 'string') {
    const isNone = lists.length === 0 && !Object.hasOwn(value, 'correctResponsesPattern');
    return isNone ? null : `${at}.interactionType: is missing`;
  }
  const strange = lists.find((name) => COMPONENTS[type]?.includes(name) !== true);
  return strange === undefined ? null : `${at}.${strange}: is not for interactions of type ${type}`;
};

const definition: Check = all(
  objectOf({
    name: languageMap,
    description: languageMap,
    type: iri,
    moreInfo: iri,
    extensions,
    interactionType: oneOfTexts(...Object.keys(COMPONENTS)),
    correctResponsesPattern: listOf(anyText),
    ...Object.fromEntries(LISTS.map((name) => [name, components])),
  }),
  fitsInteraction,
);

/** 2.4.4.1: by its IRI; what it is may be said beside it. */
export const activity: Check = objectOf(
  { objectType: oneOfTexts('Activity'), id: iri, definition },
  ['id'],
);
