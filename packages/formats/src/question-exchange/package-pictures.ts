// Pictures that the questions of a file show, on their way into a bank.
import { posix } from 'node:path';
import type { ForeignArchive } from '../archive/foreign-archive.ts';
import { EXCHANGE_LIMITS } from './limits.ts';

/** A picture as it lies in the file. What its bytes are nobody has looked at. */
export interface PackagePicture {
  /** What texts call it by until it has a name of its own. */
  readonly key: string;
  /** Its file's name, without folders. */
  readonly fileName: string;
  readonly bytes: Uint8Array;
}

/** Why a picture stays behind, as the sentence that says so; `left-image` gives no reason. */
export type PictureLeft =
  | 'left-image'
  | 'left-image-gone'
  | 'left-image-kind'
  | 'left-image-large'
  | 'left-image-damaged';

/** By what key a text may show the picture at an address, or why it has to stay behind. */
export type TakePicture = (
  address: string,
) => { readonly key: string } | { readonly left: PictureLeft };

const PICTURE = /\.(?:png|jpe?g|webp)$/i;
const LEADS_AWAY = /^(?:[a-z][a-z0-9+.-]*:|[/\\])/i;
const DATA = /^data:([^,;]*)(;base64)?,([^]*)$/i;
const BASE64 = /^[A-Za-z0-9+/]*={0,2}$/;

const left = (why: PictureLeft) => ({ left: why });

interface Found {
  readonly key: string;
  readonly fileName: string;
  /** Where it lies in the archive, or what its text says in base64. */
  readonly path: string | null;
  readonly encoded: string;
}

/** Which pictures of a file its items show; their bytes are read when all items are. */
export class PackagePictures {
  readonly #found = new Map<string, Found>();
  readonly #archive: ForeignArchive | null;

  /** `archive`: where pictures lie beside the items; null for a file of its own. */
  constructor(archive: ForeignArchive | null = null) {
    this.#archive = archive;
  }

  /** Takes what the item at `path` shows by an address within the package, or has within itself. */
  takerFor(path: string): TakePicture {
    return (address) => {
      if (DATA.test(address)) return this.#takeData(address);
      const ways = waysFrom(path, address);
      if (ways.length === 0) return left('left-image');
      const way = ways.find((one) => this.#archive?.has(one) === true);
      if (way === undefined) return left('left-image-gone');
      if (!PICTURE.test(way)) return left('left-image-kind');
      if ((this.#archive?.claimedBytes(way) ?? 0) > EXCHANGE_LIMITS.partBytes)
        return left('left-image-large');
      return this.#take(`path ${way}`, posix.basename(way), { path: way, encoded: '' });
    };
  }

  /** Takes what a text of Moodle shows: the files within it, by their names, hold base64. */
  takerAmong(files: ReadonlyMap<string, string>): TakePicture {
    return (address) => {
      if (DATA.test(address)) return this.#takeData(address);
      const name = /^@@PLUGINFILE@@\/([^?#]*)/.exec(address.trim())?.[1];
      const file = name === undefined ? null : plainName(name);
      if (file === null) return left('left-image');
      const encoded = files.get(file);
      if (encoded === undefined) return left('left-image-gone');
      if (!PICTURE.test(file)) return left('left-image-kind');
      return this.#takeEncoded(posix.basename(file), encoded);
    };
  }

  #takeData(address: string): ReturnType<TakePicture> {
    const [, type = '', marked, encoded = ''] = DATA.exec(address.trim()) ?? [];
    const end = /^image\/(png|jpeg|webp)$/i.exec(type)?.[1]?.toLowerCase();
    if (end === undefined) return left('left-image-kind');
    if (marked === undefined) return left('left-image-damaged');
    return this.#takeEncoded(`picture.${end === 'jpeg' ? 'jpg' : end}`, encoded);
  }

  #takeEncoded(fileName: string, text: string): ReturnType<TakePicture> {
    const encoded = text.replaceAll(/\s/g, '');
    if (encoded === '' || encoded.length % 4 !== 0 || !BASE64.test(encoded))
      return left('left-image-damaged');
    if (encoded.length * 0.75 - 2 > EXCHANGE_LIMITS.partBytes) return left('left-image-large');
    return this.#take(`data ${encoded}`, fileName, { path: null, encoded });
  }

  #take(source: string, fileName: string, where: Pick<Found, 'path' | 'encoded'>) {
    const key = this.#found.get(source)?.key ?? `package-picture-${this.#found.size + 1}`;
    if (!this.#found.has(source)) this.#found.set(source, { key, fileName, ...where });
    return { key };
  }

  /** One that cannot be read has no bytes: that is no reason to refuse its question. */
  async read(): Promise<PackagePicture[]> {
    const pictures: PackagePicture[] = [];
    for (const { key, fileName, path, encoded } of this.#found.values()) {
      const read = path === null ? Buffer.from(encoded, 'base64') : await this.#archive?.read(path);
      const bytes = read === undefined || 'code' in read ? new Uint8Array() : read;
      pictures.push({ key, fileName, bytes });
    }
    return pictures;
  }
}

/** How Canvas and Common Cartridges begin an address within the package. */
const FILE_BASE = /^\$IMS[-_]CC[-_]FILEBASE\$\//i;

/** Where in a package an address may lead, the likeliest first; nowhere where it leads out of it. */
function waysFrom(path: string, address: string): string[] {
  const plain = plainName(address.trim().split(/[?#]/)[0] ?? '');
  if (plain === null || plain === '') return [];
  const based = plain.replace(FILE_BASE, '');
  if (LEADS_AWAY.test(based)) return [];
  const beside = posix.join(posix.dirname(path), based);
  const ways = based === plain ? [beside, based] : [`web_resources/${based}`, based, beside];
  return ways.map((way) => posix.normalize(way)).filter((way) => !way.startsWith('..'));
}

/** Without its percent signs; null where they are malformed. */
export function plainName(name: string): string | null {
  try {
    return decodeURIComponent(name);
  } catch {
    return null;
  }
}
