import { refuse, type Inspection } from './inspection.ts';
import type { Path, YamlDocument } from './yaml-document.ts';

/**
 * Reads the `kind` of a list's item, by which its shape is chosen; so the errors speak about the
 * kind that was meant instead of all. Null, and an error noted, when there is none of `kinds`.
 */
export function checkKind<Kind extends string>(
  inspection: Inspection,
  document: YamlDocument,
  path: Path,
  part: unknown,
  kinds: readonly Kind[],
): Kind | null {
  if (typeof part !== 'object' || part === null || Array.isArray(part)) {
    const key = String(path.findLast((step) => typeof step === 'string') ?? document.file);
    refuse(inspection, 'wrong-type', document.file, document.placeOf(path), {
      key,
      expected: 'object',
    });
    return null;
  }
  const given: unknown = 'kind' in part ? part.kind : undefined;
  const kind = kinds.find((each) => each === given);
  if (kind !== undefined) return kind;
  if (given === undefined) {
    refuse(inspection, 'missing-key', document.file, document.placeOf(path), {
      key: 'kind',
    });
  } else {
    const place = document.placeOf([...path, 'kind']);
    refuse(inspection, 'not-allowed', document.file, place, {
      key: 'kind',
      allowed: kinds.join('、'),
    });
  }
  return null;
}
