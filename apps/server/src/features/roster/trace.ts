// What a roster changed of somebody, before and after: only what differs, and never an identity number.
import { trainingDayOf } from '@xueshi/domain';
import type { PersonEvent } from '../audit/service.ts';
import type { Image } from './store.ts';

type Facts = Readonly<Record<string, string | boolean | null>>;

function factsIn(image: Image | null): Facts {
  if (image === null) return {};
  const { person, membership, closed } = image;
  return {
    name: person.name,
    code: person.code,
    politicalStatus: person.politicalStatus,
    identityNumber: person.identityIndex !== null,
    ...(membership
      ? { ...membership.facts, from: trainingDayOf(new Date(membership.startsAtMs)) }
      : {}),
    ...(closed === true ? { closed } : {}),
  };
}

/** Whether another identity number took the place of one: neither is written down. */
const hasOtherNumber = (before: Image | null, after: Image | null): boolean =>
  before !== null &&
  after !== null &&
  before.person.identityIndex !== null &&
  after.person.identityIndex !== null &&
  before.person.identityIndex !== after.person.identityIndex;

const isSaid = (value: string | boolean | null | undefined) =>
  value !== undefined && value !== null && value !== false;

/** What differs between two, each side without what it does not say. */
function differing(before: Facts, after: Facts): { before: Facts; after: Facts } {
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])].filter(
    (name) => (before[name] ?? null) !== (after[name] ?? null),
  );
  const side = (facts: Facts) =>
    Object.fromEntries(
      names.flatMap((name) => (isSaid(facts[name]) ? [[name, facts[name] ?? null]] : [])),
    );
  return { before: side(before), after: side(after) };
}

interface Change {
  readonly personId: string;
  /** As they stood in the file. */
  readonly rowNumber: number;
  /** Null: they were not there yet; or, where it is taken back, they are no more. */
  readonly before: Image | null;
  readonly after: Image | null;
}

/** The event of one row; null where it changed nothing that is told here. */
export function traceOf(
  importId: string,
  { personId, rowNumber, before, after }: Change,
  undone = false,
): PersonEvent[] {
  const sides = differing(factsIn(before), factsIn(after));
  const otherNumber = hasOtherNumber(before, after);
  const isSame = Object.keys(sides.before).length + Object.keys(sides.after).length === 0;
  if (isSame && !otherNumber) return [];
  return [
    {
      personId,
      action: before === null && !undone ? 'person-created' : 'person-changed',
      detail: {
        ...sides,
        ...(otherNumber ? { identityReplaced: true } : {}),
        ...(undone ? { undone } : {}),
        importId,
        row: rowNumber,
      },
    },
  ];
}
