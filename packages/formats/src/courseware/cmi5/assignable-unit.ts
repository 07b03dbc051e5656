import { MOVE_ON_RULES, type MoveOnRule } from '@xueshi/domain';
import { childOf, textIn, type XmlMark } from '../../xml/xml.ts';
import { MANIFEST_LIMITS } from '../limits.ts';
import {
  addUnit,
  boundedText,
  findLaunch,
  leave,
  refuse,
  shown,
  type ManifestReading,
} from '../manifest-reading.ts';
import { inReadersLanguage } from './texts.ts';

/** Reads an assignable unit (cmi5 specification 13.1.4); its id has been looked at. */
export function readAssignableUnit(
  reading: ManifestReading,
  mark: XmlMark,
  identifier: string,
): void {
  const moveOn = moveOnOf(reading, mark);
  const masteryScore = masteryOf(reading, mark);
  const title = inReadersLanguage(childOf(mark, 'title')) || identifier;
  noteLaunch(reading, mark, title);
  const parameters = textIn(childOf(mark, 'launchParameters')).trim();
  const limit = MANIFEST_LIMITS.launchData;
  const launchData = boundedText(reading, mark, 'launchParameters', parameters, limit);
  const launch = launchOf(reading, mark);
  if (launch === null || launchData === null || moveOn === null) return;
  const { file, query } = launch;
  addUnit(reading, mark, { identifier, title, file, query, masteryScore, moveOn, launchData });
}

/** What the one who launches a unit puts into its address (cmi5 specification 8.1). */
const RESERVED = ['endpoint', 'fetch', 'actor', 'registration', 'activityId'];

function launchOf(reading: ManifestReading, mark: XmlMark) {
  const url = childOf(mark, 'url');
  const address = textIn(url).trim();
  if (url === undefined || address === '') {
    refuse(reading, 'courseware-element-missing', url ?? mark, { name: '<url>' });
    return null;
  }
  const launch = findLaunch(reading, url, [], address);
  if (launch === null) return null;
  const names = [...new URLSearchParams(launch.query.replace(/#.*$/, '')).keys()];
  const reserved = names.find((name) => RESERVED.includes(name));
  const twice = names.find((name, at) => names.indexOf(name) !== at);
  if (reserved !== undefined) {
    refuse(reading, 'courseware-query-reserved', url, { name: reserved });
  } else if (twice !== undefined) {
    refuse(reading, 'courseware-query-twice', url, { name: shown(twice) });
  }
  return launch;
}

function moveOnOf(reading: ManifestReading, mark: XmlMark): MoveOnRule | null {
  const { moveOn = 'NotApplicable' } = mark.attributes;
  const rule = MOVE_ON_RULES.find((each) => each === moveOn.trim());
  if (rule !== undefined) return rule;
  refuse(reading, 'not-allowed', mark, { key: 'moveOn', allowed: MOVE_ON_RULES.join('、') });
  return null;
}

/** An `xs:decimal` of 0 to 1: no exponent, no infinity. */
function masteryOf(reading: ManifestReading, mark: XmlMark): number | null {
  const text = mark.attributes['masteryScore']?.trim();
  if (text === undefined) return null;
  const score = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)$/.test(text) ? Number(text) : NaN;
  if (score >= 0 && score <= 1) return Math.abs(score); // −0 is 0.
  refuse(reading, 'courseware-mastery', mark, { found: shown(text), range: '0–1' });
  return null;
}

const LAUNCH_METHODS = ['AnyWindow', 'OwnWindow'];

function noteLaunch(reading: ManifestReading, mark: XmlMark, name: string): void {
  const { launchMethod = 'AnyWindow' } = mark.attributes;
  if (!LAUNCH_METHODS.includes(launchMethod.trim())) {
    const allowed = LAUNCH_METHODS.join('、');
    refuse(reading, 'not-allowed', mark, { key: 'launchMethod', allowed });
  } else if (launchMethod.trim() === 'OwnWindow') {
    leave(reading, 'courseware-left-own-window', mark, { name });
  }
  const key = childOf(mark, 'entitlementKey');
  if (key !== undefined && textIn(key).trim() !== '') {
    leave(reading, 'courseware-left-entitlement', key, { name });
  }
}
