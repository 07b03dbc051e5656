import { locatedError } from '../../located-error.ts';
import { withIds, type QuestionsRead } from '../item-reading.ts';
import type { TakePicture } from '../package-pictures.ts';
import { readXml } from '../../xml/xml.ts';
import { asVersion2 } from './names.ts';
import { readQtiItem } from './read-item.ts';

const ITEM_ROOTS = ['assessmentItem', 'qti-assessment-item'];

/** Reads one bare item of QTI 2.1, 2.2 or 3.0; `takePicture` says which pictures come along. Never throws. */
export function readQtiXml(file: string, source: string, takePicture?: TakePicture): QuestionsRead {
  const xml = readXml(file, source);
  if (!xml.ok) return xml;
  const { root } = xml;
  if (ITEM_ROOTS.includes(root.name)) {
    return {
      ok: true,
      items: withIds([readQtiItem(file, asVersion2(root), takePicture)]),
      notes: [],
    };
  }
  const params = { expected: '<assessmentItem>', found: `<${root.name.slice(0, 40)}>` };
  const place = { line: root.line, column: null };
  return { ok: false, errors: [locatedError('xml-other', file, place, params)] };
}
