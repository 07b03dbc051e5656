// Banks for other installations and other systems: the questions with their answers, which the audit trail keeps.
import type { BankExportForm, BankExports } from '@xueshi/contracts';
import { fitsTable, type BankedQuestion } from '@xueshi/formats/question-exchange';
import type { Platform } from '../../platform/platform.ts';
import { Refused } from '../../platform/refused.ts';
import type { Actor } from '../../platform/sessions.ts';
import { recordAudit } from '../audit/service.ts';
import { questionOfForm, type ExportedFile } from '../draft-questions/service.ts';
import { EXPORT_FILES } from './export-files.ts';
import { outgoingOf, type Filter, type Outgoing } from './outgoing.ts';

export async function readBankExports(
  platform: Platform,
  name: string,
  filter: Filter,
): Promise<BankExports> {
  const { questions, shared, pictures } = await outgoingOf(platform, name, filter);
  const count = (isMeant: (question: BankedQuestion) => boolean) =>
    questions.filter(isMeant).length;
  return {
    questions: questions.length,
    retired: count(({ state }) => state === 'retired'),
    pictures: pictures.size,
    pictureBytes: [...pictures.values()].reduce((sum, { bytes }) => sum + bytes, 0),
    unanswered: count(({ form }) => questionOfForm(form) === null),
    shared: count(({ form }) => shared.has(form.group)),
    cited: count(({ form }) => form.statute !== ''),
    ownOrigin: count(({ form }) => form.area !== '' || form.source !== ''),
    tooLarge: count((question) => !fitsTable(question, shared)),
  };
}

/** Those that a form has a place for. */
function fitting({ questions, shared }: Outgoing, form: BankExportForm): BankedQuestion[] {
  if (form === 'source') return [...questions];
  if (form === 'xlsx') return questions.filter((question) => fitsTable(question, shared));
  return questions.filter((question) => questionOfForm(question.form) !== null);
}

/** The file, which is written as it is sent; who took it out is kept before anything of it goes out. */
export async function exportBank(
  platform: Platform,
  actor: Actor,
  name: string,
  { form, ...filter }: Filter & { readonly form: BankExportForm },
): Promise<ExportedFile> {
  const found = await outgoingOf(platform, name, filter);
  const questions = fitting(found, form);
  if (questions.length === 0) throw new Refused('bank-export-empty');
  const { bank } = found;
  const now = platform.clock.now();
  const sought = Object.values(filter).filter((value) => value !== undefined && value !== 'all');
  await platform.write((tx) =>
    recordAudit(tx, {
      at: now,
      actorId: actor.personId,
      action: 'question-bank-exported',
      subject: `question-bank:${bank.id}`,
      detail: {
        ...{ name, title: bank.title['zh-CN'], format: form, questions: questions.length },
        ...(sought.length > 0 ? { filter: sought.join('，') } : {}),
      },
      address: actor.address,
    }),
  );
  return EXPORT_FILES[form]({ ...found, questions }, now);
}
