import type { CoursewareStandard } from '@xueshi/domain';
import { childOf, childrenOf, textIn, type XmlMark } from '../../xml/xml.ts';
import { withParameters } from '../launch-address.ts';
import { MANIFEST_LIMITS } from '../limits.ts';
import {
  addUnit,
  boundedText,
  findLaunch,
  leave,
  refuse,
  shown,
  titleOf,
  type ManifestReading,
} from '../manifest-reading.ts';
import type { Resource } from './resources.ts';
import { masteryByMeasure, noteSequencing, type Sequencing } from './sequencing.ts';

/** What the items of an organisation refer to. */
export interface ItemSurroundings {
  readonly standard: CoursewareStandard;
  readonly resources: ReadonlyMap<string, Resource>;
  /** Identifiers of the packages within this one, and of what is in them. */
  readonly submanifests: ReadonlySet<string>;
  readonly sequencing: Sequencing;
}

/** Reads the items below an organisation, in the order of the file, as units. */
export function readItems(
  reading: ManifestReading,
  organization: XmlMark,
  around: ItemSurroundings,
): void {
  const ids = new Set<string>();
  const limit = MANIFEST_LIMITS.items;
  let count = 0;
  const below = (mark: XmlMark): void => {
    for (const item of childrenOf(mark, 'item')) {
      count += 1;
      if (count === limit + 1) refuse(reading, 'courseware-too-many', item, { limit });
      if (count > limit) return;
      const identifier = identifierOf(item);
      if (identifier === '') refuse(reading, 'courseware-id-missing', item, { name: 'identifier' });
      else if (ids.has(identifier)) {
        refuse(reading, 'courseware-id-twice', item, { id: shown(identifier) });
      }
      ids.add(identifier);
      readItem(reading, item, around);
      below(item);
    }
  };
  below(organization);
}

const identifierOf = ({ attributes }: XmlMark): string => (attributes['identifier'] ?? '').trim();

function readItem(reading: ManifestReading, item: XmlMark, around: ItemSurroundings): void {
  const { isvisible = 'true' } = item.attributes;
  const identifierref = (item.attributes['identifierref'] ?? '').trim();
  const title = titleOf(textIn(childOf(item, 'title'))) || titleOf(identifierOf(item));
  noteRules(reading, item, title);
  noteSequencing(reading, item, around.sequencing);
  if (identifierref === '') return; // A chapter: its items follow.
  if (/^(?:false|0)$/.test(isvisible.trim())) {
    leave(reading, 'courseware-left-invisible', item, { name: title });
    return;
  }
  const resource = around.resources.get(identifierref);
  if (resource === undefined) {
    // A package within is told of at its own place.
    if (!around.submanifests.has(identifierref)) {
      refuse(reading, 'courseware-resource-missing', item, { id: shown(identifierref) });
    }
    return;
  }
  if (resource.type === null) {
    leave(reading, 'courseware-left-untyped', item, { name: title });
    return;
  }
  readUnit(reading, item, around, { title, resource, type: resource.type });
}

function readUnit(
  reading: ManifestReading,
  item: XmlMark,
  around: ItemSurroundings,
  {
    title,
    resource,
    type,
  }: { readonly title: string; readonly resource: Resource; readonly type: 'sco' | 'asset' },
): void {
  const { parameters = '' } = item.attributes;
  const { bases, href } = resource;
  const launch =
    href === null ? null : findLaunch(reading, item, bases, withParameters(href, parameters));
  const data = textIn(childOf(item, 'datafromlms') ?? childOf(item, 'dataFromLMS')).trim();
  const limits = MANIFEST_LIMITS;
  const launchData = boundedText(reading, item, 'dataFromLMS', data, limits.launchData);
  const bounded = boundedText(reading, item, 'identifier', identifierOf(item), limits.identifier);
  const masteryScore = masteryOf(reading, item, around);
  if (launch === null || launchData === null || bounded === null) return;
  addUnit(reading, item, {
    identifier: bounded,
    title,
    file: launch.file,
    query: launch.query,
    masteryScore,
    // A SCO that says no more than that it was passed is done, too; an asset never says anything.
    moveOn: type === 'sco' ? 'CompletedOrPassed' : 'NotApplicable',
    launchData,
  });
}

/** Of SCORM 1.2: `adlcp:masteryscore`, 0–100 (Content Aggregation Model 1.2); of 2004: the measure of the primary objective. */
function masteryOf(
  reading: ManifestReading,
  item: XmlMark,
  { standard, sequencing }: ItemSurroundings,
): number | null {
  if (standard === 'scorm_2004') return masteryByMeasure(reading, item, sequencing);
  const mark = childOf(item, 'masteryscore');
  const text = textIn(mark).trim();
  if (mark === undefined || text === '') return null;
  const score = /^\d{1,3}(?:\.\d+)?$/.test(text) ? Number(text) : NaN;
  if (score <= 100) return score / 100;
  refuse(reading, 'courseware-mastery', mark, { found: shown(text), range: '0–100' });
  return null;
}

/** What an item asks of whoever plays it, beside being launched. */
function noteRules(reading: ManifestReading, item: XmlMark, name: string): void {
  const [prerequisites] = childrenOf(item, 'prerequisites');
  if (prerequisites !== undefined && textIn(prerequisites).trim() !== '') {
    leave(reading, 'courseware-left-prerequisites', prerequisites, { name });
  }
  const [limit] = childrenOf(item, 'maxtimeallowed', 'timelimitaction', 'timeLimitAction');
  if (limit !== undefined) leave(reading, 'courseware-left-time-limit', limit, { name });
  for (const mark of childrenOf(item, 'completionThreshold', 'data', 'presentation')) {
    leave(reading, 'courseware-left-element', mark, { name: `<${mark.name}>` });
  }
}
