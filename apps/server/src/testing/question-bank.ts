// Question banks that authors keep in the studio, through the HTTP API. Used by tests only.
import type { BankItemSheet, ItemForm } from '@xueshi/contracts';
import { EMPTY_ITEM } from '@xueshi/formats';
import { Readable } from 'node:stream';
import { ORIGIN, type TestInstallation, type Visitor } from './test-installation.ts';

export const BANKS = '/api/v1/studio/banks';

export const BANK_FACTS = {
  title: { 'zh-CN': '信访题库', en: '' },
  area: 'law',
  source: '镇信访办编',
} as const;

export const written = (changes: Partial<ItemForm>): ItemForm => ({
  ...EMPTY_ITEM,
  stem: '先做什么？',
  explanation: '先登记。',
  difficulty: 1,
  ...changes,
});

/** Its first option is right. */
export const single = (stem: string, changes: Partial<ItemForm> = {}): ItemForm =>
  written({
    kind: 'single',
    stem,
    options: [
      { text: '登记', right: true },
      { text: '退回', right: false },
    ],
    ...changes,
  });

/** Sends a picture, or what is none, for the texts of a bank. */
export async function sendPicture(
  here: TestInstallation,
  { cookie }: Pick<Visitor, 'cookie'>,
  sent: { readonly bank: string; readonly fileName: string; readonly bytes: Buffer },
): Promise<{ status: number; body: { name: string; url: string; code?: string } }> {
  const answer = await here.app.inject({
    method: 'POST',
    url: `${BANKS}/${sent.bank}/pictures?fileName=${encodeURIComponent(sent.fileName)}`,
    headers: { 'content-type': 'application/octet-stream', cookie: cookie(), origin: ORIGIN },
    payload: Readable.from([sent.bytes]),
  });
  return { status: answer.statusCode, body: answer.json() };
}

/** One bank and its author at work on it. */
export class WrittenBank {
  readonly name: string;
  readonly #author: Visitor;

  private constructor(author: Visitor, name: string) {
    this.#author = author;
    this.name = name;
  }

  static async begin(author: Visitor, name: string): Promise<WrittenBank> {
    await author.post(BANKS, { name, ...BANK_FACTS });
    return new WrittenBank(author, name);
  }

  /** Gives their ids. */
  async add(...items: readonly ItemForm[]): Promise<string[]> {
    const { body } = await this.#author.post<{ added: string[] }>(`${BANKS}/${this.name}/items`, {
      items,
    });
    return body.added;
  }

  async sheet(itemId: string): Promise<BankItemSheet> {
    return (await this.#author.get<BankItemSheet>(this.of(itemId))).body;
  }

  /** Saves it over whatever is there. */
  async save(itemId: string, item: ItemForm, who = this.#author) {
    const { version } = await this.sheet(itemId);
    return who.put<{ version: number; code?: string }>(this.of(itemId), { version, item });
  }

  retire(itemId: string, isRetired = true) {
    return this.#author.put(`${this.of(itemId)}/retirement`, { isRetired });
  }

  of(itemId: string): string {
    return `${BANKS}/${this.name}/items/${itemId}`;
  }
}
