// Pictures that the questions of a package show, on their way into a bank.
import { posix } from 'node:path';
import type { ForeignArchive } from '../archive/foreign-archive.ts';
import { locatedError } from '../located-error.ts';
import { problemsOf } from './check-question.ts';
import type { ItemRead } from './item-reading.ts';
import { EXCHANGE_LIMITS } from './limits.ts';

/** A picture as it lies in the package. What its bytes are nobody has looked at. */
export interface PackagePicture {
  /** What texts call it by until it has a name of its own. */
  readonly key: string;
  /** Its file's name, without folders. */
  readonly fileName: string;
  readonly bytes: Uint8Array;
}

/** By what key a text may show the picture at an address; null where it has to stay behind. */
export type TakePicture = (address: string) => string | null;

const PICTURE = /\.(?:png|jpe?g|webp)$/i;

/** Which pictures of an archive its items show; their bytes are read when all items are. */
export class PackagePictures {
  readonly #keys = new Map<string, string>();
  readonly #archive: ForeignArchive;

  constructor(archive: ForeignArchive) {
    this.#archive = archive;
  }

  /** Takes what the item at `path` shows by an address within the package. */
  takerFor(path: string): TakePicture {
    return (address) => {
      const found = within(path, address);
      if (found === null || !PICTURE.test(found) || !this.#archive.has(found)) return null;
      if (this.#archive.claimedBytes(found) > EXCHANGE_LIMITS.partBytes) return null;
      const key = this.#keys.get(found) ?? `package-picture-${this.#keys.size + 1}`;
      this.#keys.set(found, key);
      return key;
    };
  }

  /** One that cannot be read has no bytes: that is no reason to refuse its question. */
  async read(): Promise<PackagePicture[]> {
    const pictures: PackagePicture[] = [];
    for (const [path, key] of this.#keys) {
      const read = await this.#archive.read(path);
      const bytes = 'code' in read ? new Uint8Array() : read;
      pictures.push({ key, fileName: posix.basename(path), bytes });
    }
    return pictures;
  }
}

function within(path: string, address: string): string | null {
  const source = address.trim();
  if (source === '' || /^(?:[a-z][a-z0-9+.-]*:|[/\\])/i.test(source)) return null;
  try {
    const plain = decodeURIComponent(source.split(/[?#]/)[0] ?? '');
    return posix.normalize(posix.join(posix.dirname(path), plain));
  } catch {
    return null; // A malformed %.
  }
}

const SHOWN = /!\[((?:\\.|[^\]\\])*)\]\((package-picture-\d+)\)/g;

/**
 * The item with its pictures under the names that they have got; one without a name stays behind, its
 * words in its place, and the item says so.
 */
export function withPictureNames(
  read: ItemRead,
  pictures: readonly PackagePicture[],
  names: ReadonlyMap<string, string>,
): ItemRead {
  const { question, file, place, name } = read;
  if (question === null) return read;
  const left = new Set<string>();
  const named = (text: string) =>
    text.replaceAll(SHOWN, (_, words: string, key: string) => {
      const own = names.get(key);
      if (own !== undefined) return `![${words}](${own})`;
      left.add(pictures.find((one) => one.key === key)?.fileName.slice(0, 60) ?? key);
      return words === '' ? '' : `（图：${words}）`;
    });
  const { stem, explanation } = question;
  const after = {
    ...question,
    stem: named(stem).trim(),
    explanation: explanation === null ? null : named(explanation).trim() || null,
  };
  if (after.stem === stem && after.explanation === explanation) return read;
  const said = (code: 'left-image' | ReturnType<typeof problemsOf>[number]['code'], params = {}) =>
    locatedError(code, file, place, { item: name, ...params });
  const problems = problemsOf(after).map(({ code, params }) => said(code, params));
  const notes = [...left].map((fileName) => said('left-image', { name: fileName }));
  return {
    ...read,
    question: problems.length === 0 ? after : null,
    problems: [...read.problems, ...problems],
    notes: [...read.notes, ...notes],
  };
}
