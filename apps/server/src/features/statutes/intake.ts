// A text of an official publication becomes an edition: read, shown with what is wrong, then taken.
import type { StatuteFault, StatutePreview, StatuteSubmission } from '@xueshi/contracts';
import { trainingDayOf } from '@xueshi/domain';
import {
  faultsOf,
  isDay,
  parseStatute,
  sentencesOf,
  writeStatute,
  type LocatedError,
  type StatuteEdition,
} from '@xueshi/formats';
import type { Platform } from '../../platform/platform.ts';
import { Refused } from '../../platform/refused.ts';
import type { Actor } from '../../platform/sessions.ts';
import { recordAudit } from '../audit/service.ts';
import { keepEdition, keptStatutes, keyOf, statuteNamed, type KeptStatute } from './store.ts';
import { tellWhenInForce } from './tell-authors.ts';
import { headsOf, sectionsOf } from './views.ts';

interface Read {
  readonly edition: StatuteEdition;
  readonly submission: StatuteSubmission;
  readonly faults: StatuteFault[];
  /** The statute as it is held so far. */
  readonly held: KeptStatute | undefined;
}

/** The name in common use: 中华人民共和国公务员法 is cited as 《公务员法》. */
const shortOf = (fullTitle: string): string => fullTitle.replace(/^中华人民共和国/u, '');

const fault = (
  field: StatuteFault['field'],
  code: LocatedError['code'],
  params: LocatedError['params'] = {},
): StatuteFault => {
  const error = { code, file: '', line: null, column: null, params };
  return {
    line: null,
    field,
    message: sentencesOf(error),
  };
};

/** The text with what was said of it; a day or number that is typed goes before what the text says. */
function editionOf(given: StatuteSubmission): StatuteEdition {
  const text = given.text.replaceAll('\r\n', '\n').normalize('NFC');
  const found = parseStatute('', text);
  const fullTitle = found.fullTitle.trim();
  const title = given.title.trim().replaceAll(/[《》\s]/gu, '') || shortOf(fullTitle);
  const typed = (value: string, read: string | null) => value.trim() || read;
  return {
    ...found,
    title,
    fullTitle: fullTitle || title,
    adoptedOn: typed(given.adoptedOn, found.adoptedOn),
    inForceFrom: typed(given.inForceFrom, found.inForceFrom),
    issuer: typed(given.issuer, found.issuer),
    documentNumber: typed(given.documentNumber, found.documentNumber),
  };
}

function dayFaults({ adoptedOn, inForceFrom }: StatuteEdition): StatuteFault[] {
  const faults: StatuteFault[] = [];
  const isPassed = adoptedOn !== null && isDay(adoptedOn);
  const isBegun = inForceFrom !== null && isDay(inForceFrom);
  if (!isPassed) faults.push(fault('adoptedOn', 'statute-adopted-missing'));
  if (!isBegun) faults.push(fault('inForceFrom', 'statute-force-missing'));
  if (isPassed && isBegun && inForceFrom < adoptedOn)
    faults.push(fault('inForceFrom', 'statute-force-early', { adoptedOn, inForceFrom }));
  return faults;
}

async function readSubmission(platform: Platform, given: StatuteSubmission): Promise<Read> {
  const edition = editionOf(given);
  const faults = faultsOf('', given.text.replaceAll('\r\n', '\n')).map((error): StatuteFault => ({
    line: error.line,
    field: 'text',
    message: sentencesOf(error),
  }));
  if (edition.title === '' || /[《》/\\]/u.test(edition.title) || edition.title.length > 60)
    faults.unshift(fault('title', 'statute-title-missing'));
  faults.push(...dayFaults(edition));
  const held = statuteNamed(await keptStatutes(platform), edition.title);
  const { title, adoptedOn, inForceFrom, issuer, documentNumber } = edition;
  return {
    edition: held ? { ...edition, title: held.title } : edition,
    submission: {
      title: held?.title ?? title,
      text: given.text,
      adoptedOn: adoptedOn ?? '',
      inForceFrom: inForceFrom ?? '',
      issuer: issuer ?? '',
      documentNumber: documentNumber ?? '',
    },
    faults,
    held,
  };
}

export async function previewStatute(
  platform: Platform,
  given: StatuteSubmission,
): Promise<StatutePreview> {
  const { edition, submission, faults, held } = await readSubmission(platform, given);
  const editions = held?.editions ?? [];
  return {
    submission,
    fullTitle: edition.fullTitle,
    change: edition.change,
    notes: [...edition.notes],
    sections: sectionsOf(edition),
    articles: edition.articles.size,
    faults,
    editions: headsOf(editions, trainingDayOf(platform.clock.now())),
    replaces: editions.some(({ key }) => key === keyOf(edition)),
  };
}

/** All or nothing: the edition, its articles, the audit trail, and that authors will be told. */
export async function takeStatute(
  platform: Platform,
  actor: Actor,
  given: StatuteSubmission,
): Promise<{ title: string; key: string }> {
  const { edition, faults, held } = await readSubmission(platform, given);
  if (faults.length > 0) throw new Refused('statute-with-faults', { count: faults.length });
  const key = keyOf(edition);
  const twin = held?.editions.find((one) => one.key === key);
  if (twin?.origin === 'folder') throw new Refused('statute-from-folder');
  const { write, clock } = platform;
  const now = clock.now();
  await write(async (tx) => {
    const { id } = await keepEdition(tx, {
      edition,
      markdown: writeStatute(edition),
      origin: 'studio',
      takenBy: actor.personId,
      now,
    });
    await tellWhenInForce(tx, { editionId: id, inForceFrom: edition.inForceFrom }, now);
    const { title, adoptedOn, inForceFrom } = edition;
    await recordAudit(tx, {
      at: now,
      actorId: actor.personId,
      action: 'statute-taken',
      subject: 'installation',
      detail: { title, adoptedOn, inForceFrom, articles: edition.articles.size },
      address: actor.address,
    });
  });
  return { title: edition.title, key };
}
