import { childOf, childrenOf, textIn, type XmlMark } from '../../xml/xml.ts';
import { MANIFEST_LIMITS } from '../limits.ts';
import { boundedText, refuse, shown, titleOf, type ManifestReading } from '../manifest-reading.ts';

/** An IRI with its scheme (RFC 3987), by what it cannot hold. */
const IRI = /^[a-z][a-z\d+.-]*:[^\s<>"{}|\\^`]+$/i;
/** As `xs:language` of XML Schema. */
const LANGUAGE = /^[a-z]{1,8}(?:-[a-z\d]{1,8})*$/i;

/**
 * The `id` of a course, block, unit or objective: an IRI (cmi5 specification, section 3) that is not among
 * `ids`, where it is put. Null, and an error noted, when it cannot be used.
 */
export function checkIri(reading: ManifestReading, mark: XmlMark, ids: Set<string>): string | null {
  const id = mark.attributes['id']?.trim() ?? '';
  if (id === '') refuse(reading, 'courseware-id-missing', mark, { name: 'id' });
  else if (!IRI.test(id)) refuse(reading, 'courseware-id-form', mark, { id: shown(id) });
  else if (ids.has(id)) refuse(reading, 'courseware-id-twice', mark, { id: shown(id) });
  else {
    ids.add(id);
    return boundedText(reading, mark, 'id', id, MANIFEST_LIMITS.identifier);
  }
  return null;
}

/** Whether title and description are there, each with its words in some language; else errors are noted. */
export function checkLangStrings(reading: ManifestReading, mark: XmlMark): void {
  for (const name of ['title', 'description']) {
    const text = childOf(mark, name);
    const strings = childrenOf(text, 'langstring');
    if (strings.length === 0) {
      refuse(reading, 'courseware-element-missing', text ?? mark, {
        name: `<${name}> <langstring>`,
      });
    }
    for (const each of strings) {
      const { lang } = each.attributes;
      if (lang === undefined || LANGUAGE.test(lang.trim())) continue;
      refuse(reading, 'courseware-language', each, { lang: shown(lang) });
    }
  }
}

/** A title in Chinese, else in English, else in the language that comes first; empty when there is none. */
export function inReadersLanguage(text: XmlMark | undefined): string {
  const strings = childrenOf(text, 'langstring').filter((each) => textIn(each).trim() !== '');
  const chosen = [/^zh-CN$/i, /^zh\b/i, /^en\b/i, /^/]
    .map((wanted) =>
      strings.find(({ attributes }) => wanted.test(attributes['lang']?.trim() ?? '')),
    )
    .find((found) => found !== undefined);
  return titleOf(textIn(chosen));
}
