// The formats of single values in the Experience API (xAPI 1.0.3, part two, 2.2 and 4).
import { mapOf, anyText, textThat, type Check } from './check.ts';

const IRI = /^[a-z][a-z0-9+.-]*:[^\s<>"{}|\\^`\p{Cc}]+$/iu;
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const LANGUAGE =
  /^(?:(?:[a-z]{2,3}(?:-[a-z]{3}){0,3}|[a-z]{4,8})(?:-[a-z]{4})?(?:-(?:[a-z]{2}|\d{3}))?(?:-(?:[a-z0-9]{5,8}|\d[a-z0-9]{3}))*(?:-[0-9a-wyz](?:-[a-z0-9]{2,8})+)*(?:-x(?:-[a-z0-9]{1,8})+)?|x(?:-[a-z0-9]{1,8})+|i-[a-z]{3,8})$/i;
const TIMESTAMP =
  /^(\d{4})-(\d{2})-(\d{2})T(\d{2}):(\d{2}):(\d{2})(?:[.,](\d+))?(Z|[+-]\d{2}(?::?\d{2})?)?$/i;
const PART = String.raw`\d+(?:[.,]\d+)?`;
/** The designators of ISO 8601:2004 4.4.3.2; `P16559.14S` is an example of the specification's own table. */
const DURATION = new RegExp(
  `^P(?:${PART}W|${PART}S|(?=[\\dT])(?:${PART}Y)?(?:${PART}M)?(?:${PART}D)?(?:T(?=\\d)(?:${PART}H)?(?:${PART}M)?(?:${PART}S)?)?)$`,
);

/** Whether a text is an IRI with a scheme, as far as can be told without a register of schemes (2.2, 4.3). */
export const isIri = (text: string): boolean => IRI.test(text);

/** Whether a text is a UUID in its usual form, of whatever variant (2.4.1: the specification's own example has none). */
export const isUuid = (text: string): boolean => UUID.test(text);

/** Whether the lengths of a tag's parts are those of RFC 5646 (2.2). */
export const isLanguageTag = (text: string): boolean => LANGUAGE.test(text);

/** Whether a text is a duration of ISO 8601 with designators (4.6); only its last part may have a fraction. */
export const isDuration = (text: string): boolean =>
  DURATION.test(text) && !/[.,]\d+[A-Z]./.test(text);

/**
 * The instant of a timestamp (4.5: ISO 8601, as RFC 3339 writes it); null where it is none. One without a zone
 * is UTC. Beyond milliseconds it is cut. An offset of minus nothing says that the zone is unknown: it is none.
 */
export function readTimestamp(text: string): Date | null {
  const parts = TIMESTAMP.exec(text);
  if (!parts) return null;
  const [, year, month, day, hour, minute, second, fraction = '', zone = 'Z'] = parts;
  if (/^-00(?::?00)?$/.test(zone) || Number(hour) > 23 || Number(minute) > 59) return null;
  const daysInMonth = new Date(Date.UTC(Number(year), Number(month), 0)).getUTCDate();
  if (Number(month) > 12 || Number(day) < 1 || Number(day) > daysInMonth) return null;
  const digits = zone.replace(/[^\d]/g, '').padEnd(4, '0');
  const offset = /z/i.test(zone)
    ? 'Z'
    : `${zone.slice(0, 1)}${digits.slice(0, 2)}:${digits.slice(2)}`;
  const ms = fraction.slice(0, 3).padEnd(3, '0');
  const instant = new Date(`${year}-${month}-${day}T${hour}:${minute}:${second}.${ms}${offset}`);
  return Number.isNaN(instant.getTime()) ? null : instant;
}

export const iri: Check = textThat('an IRI with its scheme', isIri);
export const uuid: Check = textThat('a UUID', isUuid);
export const languageTag: Check = textThat('a language tag of RFC 5646', isLanguageTag);
export const duration: Check = textThat('a duration of ISO 8601', isDuration);
export const timestamp: Check = textThat(
  'a timestamp of ISO 8601',
  (text) => readTimestamp(text) !== null,
);
export const mailto: Check = textThat('mailto: and an address', (text) =>
  /^mailto:[^\s@]+@[^\s@]+$/.test(text),
);
export const sha1: Check = textThat('a SHA-1 in hexadecimal', (text) =>
  /^[0-9a-f]{40}$/i.test(text),
);
export const sha2: Check = textThat('a SHA-2 in hexadecimal', (text) =>
  /^(?:[0-9a-f]{56}|[0-9a-f]{64}|[0-9a-f]{96}|[0-9a-f]{128})$/i.test(text),
);
export const mediaType: Check = textThat('a media type', (text) =>
  /^[\w!#$&^.+-]+\/[\w!#$&^.+-]+\s*(?:;.*)?$/.test(text),
);
export const version: Check = textThat('1.0 or a version that begins with 1.0.', (text) =>
  /^1\.0(?:\.\d+)?$/.test(text),
);

/** 4.2. */
export const languageMap: Check = mapOf('language tags', isLanguageTag, anyText);
/** 4.1: whatever the values are. */
export const extensions: Check = mapOf('IRIs', isIri, () => null);
