/** How an edition came to be: a new statute, some articles amended (修正), or rewritten (修订). */
export type EditionChange = 'adopted' | 'amended' | 'revised';

/** What the lines under a statute's title say of this edition. Days are written 2024-06-28. */
export interface EditionFacts {
  /** The day this edition was passed, or published where no passing is named; null when not said. */
  adoptedOn: string | null;
  change: EditionChange;
  /** 全国人民代表大会常务委员会; null when not said. */
  issuer: string | null;
  /** 国务院令第711号; null when not said. */
  documentNumber: string | null;
  /** The first day of force; null when neither the lines nor the closing article say it. */
  inForceFrom: string | null;
  /** The first day on which it is no longer in force; null while it is. */
  repealedOn: string | null;
}

const DAY = /(\d{4})年(\d{1,2})月(\d{1,2})日/u;
const DEED = /通过|批准|公布|发布|修正|修订/u;
const IN_FORCE = /施行$/u;
/** No line that says a fact is longer; what is matched against is bounded by it. */
const LONGEST_NOTE = 400;

/** A bracket that closes what was opened lines before is none of the fact's. */
const withoutEnd = (line: string): string => line.replace(/[（）()\s]{1,20}$/u, '').trim();

/** A Chinese date anywhere in a text as 2024-06-28; null when there is none or no such day. */
export function dayIn(text: string): string | null {
  const [, year = '', month = '', day = ''] = DAY.exec(text) ?? [];
  const written = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
  return isDay(written) ? written : null;
}

/** Whether a text is a day that exists, written 2024-06-28. */
export function isDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const time = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
}

/**
 * Reads the facts of an edition from the lines under its title and from its closing article. An
 * amendment leaves the closing article as it was, so for an amended edition only the lines count.
 */
export function readEditionFacts(notes: readonly string[], closing: string): EditionFacts {
  const lines = whole(notes).map((line) => withoutEnd(line.slice(0, LONGEST_NOTE)));
  const deeds = lines.filter((line) => dayIn(line) && DEED.test(line) && !isForceLine(line));
  const last = deeds
    .map((line) => ({ line, day: dayIn(line) ?? '' }))
    .reduce((newest, each) => (each.day >= newest.day ? each : newest), { line: '', day: '' });
  const change = changeIn(last.line);
  return {
    adoptedOn: last.day || null,
    change,
    issuer: issuerIn(last.line),
    documentNumber: documentNumberIn(deeds.filter((line) => dayIn(line) === last.day)),
    inForceFrom: forceLine(lines, last.day) ?? forceByClosing(closing, change, last.day),
    repealedOn: dayIn(lines.find((line) => /废止$/u.test(line)) ?? ''),
  };
}

/** A line that goes on in the next, which then does not begin with a day. */
function whole(notes: readonly string[]): string[] {
  const lines: string[] = [];
  for (const note of notes) {
    if (/^(?:根据|自)?\d{4}年/u.test(note) || lines.length === 0) lines.push(note);
    else lines.push(`${lines.pop() ?? ''}${note}`);
  }
  return lines;
}

const isForceLine = (line: string): boolean => IN_FORCE.test(line) && !/公布施行$/u.test(line);

function changeIn(line: string): EditionChange {
  if (/修订$/u.test(line)) return 'revised';
  return /修正(?:案》)?$/u.test(line) ? 'amended' : 'adopted';
}

function issuerIn(line: string): string | null {
  if (/全国人民代表大会常务委员会/u.test(line)) return '全国人民代表大会常务委员会';
  if (/全国人民代表大会/u.test(line)) return '全国人民代表大会';
  if (/国务院令/u.test(line)) return '国务院';
  const published = /日[\s\u3000]*(\S+?)(?:发布|公布|批准|通过|修正|修订)$/u.exec(line)?.[1];
  return published ?? null;
}

function documentNumberIn(lines: readonly string[]): string | null {
  for (const line of lines) {
    const found = /(?:国务院|主席)令第[0-9〇零一二三四五六七八九十百]+号/u.exec(line);
    if (found) return found[0];
  }
  return null;
}

/** The line that says when this edition came into force: of several the newest, none before it was passed. */
function forceLine(lines: readonly string[], adoptedOn: string): string | null {
  const days = lines
    .filter(isForceLine)
    .flatMap((line) => dayIn(line.slice(line.search(DAY))) ?? []);
  return (
    days
      .filter((day) => day >= adoptedOn)
      .sort()
      .at(-1) ?? null
  );
}

function forceByClosing(closing: string, change: EditionChange, adoptedOn: string): string | null {
  if (change === 'amended') return null;
  const [, named] = /自(.{1,16}?)(?:起)?施行/u.exec(closing) ?? [];
  if (named === undefined) return null;
  if (/公布之日/u.test(named)) return adoptedOn || null;
  const day = dayIn(named);
  return day !== null && day >= adoptedOn ? day : null;
}
