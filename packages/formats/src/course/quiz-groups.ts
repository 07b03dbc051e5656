import type { QuizGroup, QuizItem } from './course-source.ts';
import { refuse, type Inspection } from './inspection.ts';
import { checkItemText } from './quiz-items.ts';
import type { YamlDocument } from './yaml-document.ts';

/** Reads the texts that case-sets share: each once, each asked about, with its pictures. */
export async function readGroups(
  inspection: Inspection,
  document: YamlDocument,
  parts: readonly Omit<QuizGroup, 'images'>[],
  items: readonly QuizItem[],
): Promise<QuizGroup[]> {
  const groups: QuizGroup[] = [];
  const ids = new Set<string>();
  for (const [index, { id, text }] of parts.entries()) {
    const place = document.placeOf(['groups', index, 'id']);
    if (ids.has(id)) refuse(inspection, 'id-twice', document.file, place, { id });
    ids.add(id);
    if (!items.some((item) => item.group === id))
      refuse(inspection, 'group-unused', document.file, place, { id });
    const images = await checkItemText(inspection, document, ['groups', index, 'text'], text);
    groups.push({ id, text, images });
  }
  return groups;
}
