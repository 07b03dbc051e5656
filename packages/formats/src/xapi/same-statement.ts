import { isObject, type JsonObject } from './check.ts';

/** Given by the keeper, or of no weight for whether two are the same (xAPI 1.0.3, part two, 2.3.1). */
const NOT_COMPARED = new Set(['id', 'stored', 'authority', 'version']);

/**
 * What of a statement is compared with another of the same id (xAPI 1.0.3, part two, 2.3.1): without what
 * its keeper adds, how its verb is displayed and how its activities are defined.
 */
export function comparable(statement: JsonObject): JsonObject {
  return Object.fromEntries(
    Object.entries(statement)
      .filter(([name]) => !NOT_COMPARED.has(name))
      .map(([name, value]) => [name, partOf(name, value)]),
  );
}

function partOf(name: string, value: unknown): unknown {
  if (!isObject(value)) return value;
  if (name === 'verb') return { id: value['id'] };
  if (name === 'object') return objectOf(value);
  if (name !== 'context' || !isObject(value['contextActivities'])) return value;
  const kinds = Object.entries(value['contextActivities']).map(([kind, activities]) => [
    kind,
    Array.isArray(activities)
      ? activities.map((one: unknown) => (isObject(one) ? objectOf(one) : one))
      : activities,
  ]);
  return { ...value, contextActivities: Object.fromEntries(kinds) as unknown };
}

function objectOf(object: JsonObject): unknown {
  const type = object['objectType'] ?? 'Activity';
  if (type === 'Activity') return { objectType: type, id: object['id'] };
  return type === 'SubStatement' ? { ...comparable(object), objectType: type } : object;
}
