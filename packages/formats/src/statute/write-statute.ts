import { readEditionFacts } from './edition-facts.ts';
import type { Heading, StatuteEdition } from './parse-statute.ts';

const inWords = (day: string): string => {
  const [year = '', month = '', date = ''] = day.split('-');
  return `${year}年${Number(month)}月${Number(date)}日`;
};

/**
 * Writes an edition as a file of the folder of statutes. Facts that its notes do not say already are
 * added as lines; reading the file again gives the same edition.
 */
export function writeStatute(edition: StatuteEdition): string {
  const closing = [...edition.articles.values()].at(-1)?.text ?? '';
  const said = readEditionFacts(edition.notes, closing);
  const notes = [...edition.notes];
  const { adoptedOn, issuer, documentNumber, inForceFrom, change } = edition;
  const isTold =
    said.adoptedOn === adoptedOn &&
    said.issuer === issuer &&
    said.documentNumber === documentNumber;
  if (adoptedOn !== null && !isTold) {
    const deed = { adopted: '公布', amended: '修正', revised: '修订' }[change];
    notes.push(`${inWords(adoptedOn)} ${documentNumber ?? issuer ?? ''}${deed}`);
  }
  if (inForceFrom !== null && said.inForceFrom !== inForceFrom)
    notes.push(`${inWords(inForceFrom)} ${change === 'amended' ? '修正后的规定' : ''}施行`);
  const books = edition.partial ? ['# （节选）'] : [];
  const head = [`# ${edition.fullTitle}`, ...books, ...notes, '<!-- INFO END -->'];
  return `${[...head, ...bodyOf(edition)].join('\n\n')}\n`;
}

function bodyOf({ contents, articles }: StatuteEdition): string[] {
  const lines: string[] = [];
  const write = (number: string) => {
    const text = articles.get(number)?.text ?? '';
    lines.push(`${number} ${text.replaceAll('\n', '\n\n')}`);
  };
  const walk = (headings: readonly Heading[], depth: number): void => {
    for (const heading of headings) {
      lines.push(`${'#'.repeat(Math.min(6, depth + 1))} ${heading.title}`);
      heading.articles.forEach(write);
      walk(heading.children, depth + 1);
    }
  };
  const below = new Set(allBelow(contents));
  [...articles.keys()].filter((number) => !below.has(number)).forEach(write);
  walk(contents, 1);
  return lines;
}

const allBelow = (headings: readonly Heading[]): string[] =>
  headings.flatMap(({ articles, children }) => [...articles, ...allBelow(children)]);
