// Banks in the format of their files, one by itself or a zip of them with the pictures that they show.
import { readItemForm } from '../../course/forms/item-form.ts';
import { type Fields, formOrNull, wholly } from '../../course/forms/fields.ts';
import { readYaml, type YamlDocument } from '../../course/yaml-document.ts';
import { locatedError, WHOLE_FILE, type LocatedError } from '../../located-error.ts';
import type { ForeignArchive } from '../../archive/foreign-archive.ts';
import { ItemReading, type ItemRead, type QuestionsRead } from '../item-reading.ts';
import { MOST_QUESTIONS } from '../limits.ts';
import { PackagePictures, type PackagePicture } from '../package-pictures.ts';
import { partText } from '../qti/read-package.ts';
import { picturesShown, textsOf } from './shown-pictures.ts';

type Groups = readonly { readonly id: string; readonly text: string }[];
type Read = Extract<QuestionsRead, { readonly ok: true }>;

const BANK_FILE = /^[^/]+\.ya?ml$/i;

/** Whether a text is a bank's file, and no questions of another form. */
export const isBankText = (text: string): boolean =>
  /^\ufeff?(?:#.*\n|\s*\n|---\n)*format:/.test(text) && /^items:/m.test(text);

/** The banks' files of an archive, at its top. */
export const bankFilesIn = (archive: ForeignArchive): string[] =>
  archive.names.filter((name) => BANK_FILE.test(name)).sort();

/** Reads the banks' files of a zip, in the order of their names. Never throws. */
export async function readBankFiles(
  archive: ForeignArchive,
  names: readonly string[],
  { withPictures = false } = {},
): Promise<QuestionsRead> {
  const reads: Read[] = [];
  for (const name of names) {
    const text = await partText(archive, name);
    const read = typeof text === 'string' ? readBankText(name, text) : refused(text);
    if (!read.ok) return read;
    reads.push(withOwnGroups(read, reads));
  }
  const items = reads.flatMap((read) => read.items);
  const groups = reads.flatMap((read) => read.groups ?? []);
  if (items.length > MOST_QUESTIONS)
    return refused(
      locatedError('questions-too-many', names[0] ?? '', WHOLE_FILE, { limit: MOST_QUESTIONS }),
    );
  const [first] = reads;
  const origin = first?.origin === undefined ? {} : { origin: first.origin };
  const pictures = withPictures ? { pictures: await picturesOf(archive, items, groups) } : {};
  return { ok: true, items, notes: [], groups, ...origin, ...pictures };
}

const refused = (error: LocatedError): QuestionsRead => ({ ok: false, errors: [error] });

/** Parts of one bank call a text by the same id; other texts get ids of their own. */
function withOwnGroups(read: Read, earlier: readonly Read[]): Read {
  const taken = new Map(earlier.flatMap(({ groups = [] }) => groups.map((one) => [one.id, one])));
  const renamed = new Map<string, string>();
  const groups = (read.groups ?? []).flatMap(({ id, text }) => {
    const other = taken.get(id);
    if (other?.text === text) return [];
    let free = id;
    for (let at = 2; taken.has(free); at += 1) free = `${id.slice(0, 34)}-${at}`;
    taken.set(free, { id: free, text });
    renamed.set(id, free);
    return [{ id: free, text }];
  });
  const items = read.items.map((item) => {
    const group = renamed.get(item.form?.group ?? '');
    return group === undefined ? item : { ...item, form: { ...item.form, group } };
  });
  return { ...read, items, groups };
}

/** The pictures of the archive that are shown, under the names by which texts show them. */
async function picturesOf(
  archive: ForeignArchive,
  items: readonly ItemRead[],
  groups: Groups,
): Promise<PackagePicture[]> {
  const texts = [
    ...items.flatMap(({ form = {} }) => textsOf(form)),
    ...groups.map(({ text }) => text),
  ];
  const shown = new Map<string, string>();
  const pictures = new PackagePictures(archive);
  const take = pictures.takerFor('bank.yaml');
  for (const address of new Set(texts.flatMap(picturesShown))) {
    const taken = take(address);
    if ('key' in taken) shown.set(taken.key, address);
  }
  const read = await pictures.read();
  return read.map((picture) => ({ ...picture, key: shown.get(picture.key) ?? picture.key }));
}

interface BankHead {
  readonly area: string;
  readonly source: string;
  readonly groups: Groups;
  readonly items: readonly unknown[];
}

function readHead(bank: Fields): BankHead {
  bank.number('format');
  bank.inside('title');
  return {
    area: bank.text('area'),
    source: bank.text('source'),
    groups: bank.list('groups', (each) =>
      wholly(each, (group) => ({ id: group.text('id'), text: group.text('text') })),
    ),
    items: bank.list('items', (each) => each),
  };
}

/** What `writeBankFiles` writes into one file, with room: parsing takes a second for each. */
const MOST_BYTES = 2 * 1024 * 1024;

const RETIRED = /\.retired(?:-\d+)?\.ya?ml$/i;

/** Reads one bank's file; a question that no editor could show is refused at its line. Never throws. */
export function readBankText(file: string, text: string): QuestionsRead {
  if (Buffer.byteLength(text) > MOST_BYTES) {
    const params = { name: file.slice(0, 80), limitMiB: MOST_BYTES / (1024 * 1024) };
    return refused(locatedError('file-too-large', file, WHOLE_FILE, params));
  }
  const yaml = readYaml(file, text);
  if (!yaml.ok) return { ok: false, errors: yaml.errors };
  const head = formOrNull(() => wholly(yaml.document.value, readHead));
  if (head === null) return refused(locatedError('bank-shape', file, WHOLE_FILE));
  const { items, groups, area, source } = head;
  if (items.length === 0) return refused(locatedError('questions-none', file, WHOLE_FILE));
  if (items.length > MOST_QUESTIONS)
    return refused(locatedError('questions-too-many', file, WHOLE_FILE, { limit: MOST_QUESTIONS }));
  const read = items.map((item, at) => readBankItem(yaml.document, item, at));
  return { ok: true, items: read, notes: [], groups, origin: { area, source } };
}

function readBankItem(document: YamlDocument, value: unknown, at: number): ItemRead {
  const { file } = document;
  const form = formOrNull(() => readItemForm(value));
  const name = form?.id.slice(0, 80) || String(at + 1);
  const item = new ItemReading(file, document.placeOf(['items', at]), name);
  if (form !== null) return item.asForm(form, RETIRED.test(file));
  item.refuse('bank-item-shape');
  return item.done('', null);
}
