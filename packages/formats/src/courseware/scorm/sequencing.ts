import { childOf, childrenOf, isMark, textIn, type XmlMark } from '../../xml/xml.ts';
import { leave, refuse, shown, titleOf, type ManifestReading } from '../manifest-reading.ts';

/** What is looked at of a sequencing. */
interface SequencingParts {
  readonly primary: XmlMark | undefined;
  /** A limit of time or attempts. */
  readonly limit: XmlMark | undefined;
  /** The first rule by which another player would choose what comes next. */
  readonly rule: XmlMark | undefined;
}

/** The sequencing that several items share, by its ID (IMS Simple Sequencing, `sequencingCollection`). */
export type Sequencing = ReadonlyMap<string, SequencingParts>;

/** What a manifest's items may share. */
export const sequencingIn = (root: XmlMark): Sequencing =>
  new Map(
    childrenOf(childOf(root, 'sequencingCollection'), 'sequencing').map((mark) => [
      mark.attributes['ID'] ?? '',
      partsOf(mark),
    ]),
  );

function partsOf(sequencing: XmlMark): SequencingParts {
  const parts = sequencing.children.filter(isMark);
  return {
    primary: childOf(childOf(sequencing, 'objectives'), 'primaryObjective'),
    limit: childOf(sequencing, 'limitConditions'),
    rule: parts.find(isRule),
  };
}

/** An item's own sequencing and what it shares; of what both have, its own counts. */
function sequencingOf(item: XmlMark, shared: Sequencing): SequencingParts | undefined {
  const mark = childOf(item, 'sequencing');
  if (mark === undefined) return undefined;
  const own = partsOf(mark);
  const common = shared.get(mark.attributes['IDRef'] ?? '');
  return {
    primary: own.primary ?? common?.primary,
    limit: own.limit ?? common?.limit,
    rule: own.rule ?? common?.rule,
  };
}

/**
 * From which measure an item's primary objective is satisfied, of 0 to 1; null where it is not satisfied by
 * measure. Its range is −1 to 1, and 1 where none is given (IMS Simple Sequencing 1.0, `minNormalizedMeasure`);
 * here scores begin at 0, so that less asks for nothing more.
 */
export function masteryByMeasure(
  reading: ManifestReading,
  item: XmlMark,
  shared: Sequencing,
): number | null {
  const primary = sequencingOf(item, shared)?.primary;
  if (primary === undefined || !isTrue(primary.attributes['satisfiedByMeasure'])) return null;
  const mark = childOf(primary, 'minNormalizedMeasure');
  const text = textIn(mark).trim();
  if (mark === undefined || text === '') return 1;
  const measure = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)$/.test(text) ? Number(text) : NaN;
  if (measure >= -1 && measure <= 1) return Math.max(0, measure);
  refuse(reading, 'courseware-mastery', mark, { found: shown(text), range: '−1–1' });
  return null;
}

const isTrue = (value: string | undefined): boolean => /^\s*(?:true|1)\s*$/.test(value ?? '');
const isFalse = (value: string | undefined): boolean => /^\s*(?:false|0)\s*$/.test(value ?? '');

/** Notes the rules of an item or organisation by which another player would choose what comes next. */
export function noteSequencing(reading: ManifestReading, item: XmlMark, shared: Sequencing): void {
  const name = titleOf(textIn(childOf(item, 'title')) || (item.attributes['identifier'] ?? ''));
  const { limit, rule } = sequencingOf(item, shared) ?? {};
  if (limit !== undefined) leave(reading, 'courseware-left-time-limit', limit, { name });
  if (rule !== undefined) leave(reading, 'courseware-left-sequencing', rule, { name });
}

/** Whether a part of a sequencing says more than the mastery measure and that everything is open. */
function isRule(part: XmlMark): boolean {
  switch (part.name) {
    case 'limitConditions':
    case 'deliveryControls':
      return false;
    case 'controlMode':
      return isFalse(part.attributes['choice']) || isTrue(part.attributes['forwardOnly']);
    case 'objectives':
      return (
        childrenOf(part, 'objective').length > 0 ||
        childrenOf(childOf(part, 'primaryObjective'), 'mapInfo').length > 0
      );
    default:
      return true;
  }
}
