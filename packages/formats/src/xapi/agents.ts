// Agents and groups (xAPI 1.0.3, part two, 2.4.2).
import {
  all,
  anyText,
  isObject,
  listOf,
  objectOf,
  oneOfTexts,
  textThat,
  type Check,
} from './check.ts';
import { iri, mailto, sha1 } from './values.ts';

const IDENTIFIERS = ['mbox', 'mbox_sha1sum', 'openid', 'account'] as const;

/** Of exactly one identifier each; a group of none names its members. */
export interface XapiAgent {
  readonly objectType?: 'Agent' | 'Group';
  readonly name?: string;
  readonly mbox?: string;
  readonly mbox_sha1sum?: string;
  readonly openid?: string;
  readonly account?: { readonly homePage: string; readonly name: string };
  readonly member?: readonly XapiAgent[];
}

const identity: Readonly<Record<string, Check>> = {
  name: anyText,
  mbox: mailto,
  mbox_sha1sum: sha1,
  openid: iri,
  account: objectOf({ homePage: iri, name: textThat('a string with something in it', Boolean) }, [
    'homePage',
    'name',
  ]),
};

const identifiersOf = (value: unknown): number =>
  isObject(value) ? IDENTIFIERS.filter((name) => Object.hasOwn(value, name)).length : 0;

/** 2.4.2.1: an agent has exactly one inverse functional identifier. */
export const agent: Check = all(
  objectOf({ objectType: oneOfTexts('Agent'), ...identity }),
  (value, at) =>
    identifiersOf(value) === 1 ? null : `${at}: must have exactly one of ${IDENTIFIERS.join(', ')}`,
);

/** 2.4.2.2: an identified group has one identifier, an anonymous one its members; groups have no groups in them. */
export const group: Check = all(
  objectOf({ objectType: oneOfTexts('Group'), member: listOf(agent), ...identity }, ['objectType']),
  (value, at) => {
    const count = identifiersOf(value);
    if (count > 1) return `${at}: must have at most one of ${IDENTIFIERS.join(', ')}`;
    const members = isObject(value) && Array.isArray(value['member']) ? value['member'].length : 0;
    return count === 1 || members > 0 ? null : `${at}: must have members or an identifier`;
  },
);

/** An agent, unless it says that it is a group (2.4.2). */
export const agentOrGroup: Check = (value, at) =>
  isObject(value) && value['objectType'] === 'Group' ? group(value, at) : agent(value, at);

/** 2.4.9: an agent, or an application and a user together. It is overwritten by whoever keeps the statement. */
export const authority: Check = (value, at) => {
  const why = agentOrGroup(value, at);
  if (why !== null || !isObject(value) || value['objectType'] !== 'Group') return why;
  const { member } = value;
  const isPair = Array.isArray(member) && member.length === 2 && identifiersOf(value) === 0;
  return isPair ? null : `${at}: a group must be of two agents`;
};

/** Whether both have the same identifier with the same value (2.4.2.3); hashes do not match addresses here. */
export const isSameAgent = (one: XapiAgent, other: XapiAgent): boolean =>
  IDENTIFIERS.some((name) => {
    if (name !== 'account') return one[name] !== undefined && one[name] === other[name];
    const [a, b] = [one.account, other.account];
    return a !== undefined && b !== undefined && a.homePage === b.homePage && a.name === b.name;
  }) && (one.objectType ?? 'Agent') === (other.objectType ?? 'Agent');
