import type { LocatedError } from '../located-error.ts';
import type { ItemRead } from '../question-exchange/item-reading.ts';
import type { Question } from '../question-exchange/question.ts';
import { readQti12 } from '../question-exchange/qti12/read-qti12.ts';
import { childOf, childrenOf, findAll, readXml, textIn, type XmlMark } from '../xml/xml.ts';
import { titleLine } from './facts.ts';

export interface QuizRead {
  /** What the file calls it; empty where it does not. */
  readonly title: string;
  readonly isBank: boolean;
  /** 1–1000, or 0 for as many as wanted; null where it is not said. */
  readonly attempts: number | null;
  /** 1–600; null where it is not said. */
  readonly timeLimitMinutes: number | null;
  readonly questions: readonly Question[];
  /** Every item of the file, also those that were refused. */
  readonly items: readonly ItemRead[];
  /** Whether questions were to be drawn for each attempt, from the file or from a bank elsewhere. */
  readonly draws: boolean;
}

export type QuizFileRead =
  | { readonly ok: true; readonly quiz: QuizRead }
  | { readonly ok: false; readonly errors: readonly LocatedError[] };

/**
 * The quiz or the bank of questions in a QTI 1.2 file of a cartridge (Common Cartridge Profile, "QTI
 * profile"); also Canvas's own form of it. Never throws.
 */
export function readQuizFile(file: string, source: string): QuizFileRead {
  const xml = readXml(file, source, { allowsType: true });
  if (!xml.ok) return xml;
  const read = readQti12(file, source);
  if (!read.ok) return read;
  const bank = childOf(xml.root, 'objectbank');
  const outer = childOf(xml.root, 'assessment') ?? bank;
  const facts = factsOf(outer);
  return {
    ok: true,
    quiz: {
      title: titleLine(outer?.attributes['title'] ?? facts.get('bank_title') ?? ''),
      isBank: bank !== undefined,
      attempts: attemptsIn(facts.get('cc_maxattempts') ?? ''),
      timeLimitMinutes: wholeNumber(facts.get('qmd_timelimit') ?? '', 600),
      questions: read.items.flatMap(({ question }) => (question === null ? [] : [question])),
      items: read.items,
      draws: findAll(outer, 'selection_number', 'sourcebank_ref').length > 0,
    },
  };
}

const factsOf = (mark: XmlMark | undefined): ReadonlyMap<string, string> =>
  new Map(
    childrenOf(mark, 'qtimetadata')
      .flatMap((metadata) => childrenOf(metadata, 'qtimetadatafield'))
      .map((field) => [
        textIn(childOf(field, 'fieldlabel')).trim(),
        textIn(childOf(field, 'fieldentry')).trim(),
      ]),
  );

const attemptsIn = (text: string): number | null =>
  text.toLowerCase() === 'unlimited' ? 0 : wholeNumber(text, 1000);

function wholeNumber(text: string, most: number): number | null {
  const number = /^\d{1,6}$/.test(text) ? Number(text) : 0;
  return number >= 1 && number <= most ? number : null;
}
