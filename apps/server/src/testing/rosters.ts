// Rosters sent, checked and brought into effect over HTTP. Used by tests only.
import type { Personnel, RosterImport } from '@xueshi/contracts';
import { schema } from '@xueshi/database';
import { writeWorkbook, type CellValue } from '@xueshi/formats/spreadsheet';
import { eq } from 'drizzle-orm';
import { download } from './download.ts';
import { ORIGIN, type TestInstallation, type Visitor } from './test-installation.ts';

export type RosterRows = readonly (readonly CellValue[])[];

export async function workbookOf(headings: readonly string[], rows: RosterRows): Promise<Buffer> {
  const columns = headings.map((heading) => ({ heading, kind: 'text' as const }));
  const content = writeWorkbook({ name: '名册', columns, rows });
  return Buffer.from(await new Response(content).arrayBuffer());
}

export interface CellMistake {
  readonly cell: string;
  readonly row: number;
  readonly code: string;
  readonly value: string;
  readonly otherRow: number | null;
}

/** What administrators do with rosters, one step a method. */
export class RosterDesk {
  readonly #here: TestInstallation;

  constructor(here: TestInstallation) {
    this.#here = here;
  }

  async upload(who: Visitor, unitId: string, bytes: Uint8Array, fileName = '名册.xlsx') {
    const answer = await this.#here.app.inject({
      method: 'POST',
      url: `/api/v1/org-units/${unitId}/roster-imports?${new URLSearchParams({ fileName })}`,
      headers: {
        cookie: who.cookie(),
        origin: ORIGIN,
        'content-type': 'application/octet-stream',
      },
      payload: Buffer.from(bytes),
    });
    return { status: answer.statusCode, id: answer.json<{ id: string }>().id };
  }

  async read(who: Visitor, id: string): Promise<RosterImport> {
    return (await who.get<RosterImport>(`/api/v1/roster-imports/${id}`)).body;
  }

  async check(who: Visitor, id: string): Promise<RosterImport> {
    const { columns } = await this.read(who, id);
    const answer = await who.put(`/api/v1/roster-imports/${id}/columns`, { columns });
    if (answer.status !== 200) throw new Error(`the check was answered ${answer.status}`);
    await this.#here.jobs.idle();
    return this.read(who, id);
  }

  async #step(who: Visitor, id: string, step: 'application' | 'undoing'): Promise<RosterImport> {
    const answer = await who.post(`/api/v1/roster-imports/${id}/${step}`);
    if (answer.status !== 201) throw new Error(`${step} was answered ${answer.status}`);
    await this.#here.jobs.idle();
    return this.read(who, id);
  }

  apply(who: Visitor, id: string): Promise<RosterImport> {
    return this.#step(who, id, 'application');
  }

  undo(who: Visitor, id: string): Promise<RosterImport> {
    return this.#step(who, id, 'undoing');
  }

  async mistakes(who: Visitor, id: string): Promise<CellMistake[]> {
    const url = `/api/v1/roster-imports/${id}/errors`;
    return (await who.get<{ items: CellMistake[] }>(url)).body.items;
  }

  /** Has the roster of a subtree written to a file, and waits for it. */
  async order(
    who: Visitor,
    unitId: string,
    wish: { format: 'xlsx' | 'csv'; withIdentity: boolean },
  ): Promise<string> {
    const made = await who.post<{ id: string }>(`/api/v1/org-units/${unitId}/roster-exports`, wish);
    if (made.status !== 201) throw new Error(`the export was answered ${made.status}`);
    await this.#here.jobs.idle();
    return made.body.id;
  }

  fetch(who: Visitor, exportId: string) {
    return download(this.#here, who, `/api/v1/roster-exports/${exportId}/file`);
  }

  async exported(
    who: Visitor,
    unitId: string,
    wish: { format: 'xlsx' | 'csv'; withIdentity: boolean },
  ) {
    return this.fetch(who, await this.order(who, unitId, wish));
  }

  async personByCode(code: string) {
    const [row] = await this.#here.installation.platform.db
      .select()
      .from(schema.people)
      .where(eq(schema.people.code, code));
    return row;
  }

  async personnel(who: Visitor, code: string): Promise<Personnel> {
    const person = await this.personByCode(code);
    return (await who.get<Personnel>(`/api/v1/people/${person?.id}/personnel`)).body;
  }
}
