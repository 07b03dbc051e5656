import { schema } from '@xueshi/database';
import type { ScormMemory } from '@xueshi/domain';
import { eq } from 'drizzle-orm';
import type { FastifyReply } from 'fastify';
import { COURSEWARE_PATH } from '../../../platform/courseware-origin.ts';
import type { App } from '../../../platform/endpoints.ts';
import type { Platform } from '../../../platform/platform.ts';
import { memoryAtLaunch, rememberState } from '../memory.ts';
import { coursewareOf } from '../settle.ts';
import { guard, HIDDEN, launchAt, nothing, OF_PASS, passOf, type OfLaunch } from './access.ts';
import { fileAddress } from './files.ts';
import { framePage, type FrameStart } from './frame-page.ts';
import { SCRIPTS } from './scripts.ts';

/** What a unit may remember: more than SCORM 2004 has room for. */
const MEMORY_BYTES = 1024 * 1024;

/** The frame around a unit of SCORM, and where what the unit remembers is kept. */
export function addScorm(app: App, platform: Platform): void {
  app.get<OfLaunch>(`${OF_PASS}/frame/:launchId`, HIDDEN, async (request, reply) => {
    const pass = passOf(platform, request);
    const launch = pass && (await launchAt(platform, pass, request.params.launchId));
    if (!launch) return nothing(reply);
    const { standard, units } = (await coursewareOf(platform.db, launch)).courseware;
    const unit = units[launch.unit - 1];
    if (!unit || standard === 'cmi5') return nothing(reply);
    const base = `${COURSEWARE_PATH}/${request.params.pass}`;
    const name = await nameOf(platform, launch.personId);
    const start = {
      standard,
      entry: `${fileAddress(base, unit.file)}${unit.query}`,
      memory: await memoryAtLaunch(platform, launch, { standard, unit, learnerName: name }),
      keepAt: `${base}/memory/${launch.id}`,
      page: pass.page,
    };
    return sendFrame(reply, start);
  });

  const limited = { ...HIDDEN, bodyLimit: MEMORY_BYTES };
  app.post<OfLaunch>(`${OF_PASS}/memory/:launchId`, limited, async (request, reply) => {
    const pass = passOf(platform, request);
    const launch = pass && (await launchAt(platform, pass, request.params.launchId));
    if (!launch) return nothing(reply);
    const state = stateIn(request.body);
    if (!state) return reply.code(400).type('text/plain; charset=utf-8').send('Not a state');
    await rememberState(platform, launch.id, state);
    return reply.code(204).send();
  });
}

export function sendFrame(reply: FastifyReply, start: FrameStart): FastifyReply {
  return guard(reply, start.page)
    .header('cache-control', 'no-store')
    .type('text/html; charset=utf-8')
    .send(framePage(start, SCRIPTS));
}

async function nameOf({ db }: Platform, personId: string): Promise<string> {
  const { people } = schema;
  const [row] = await db.select({ name: people.name }).from(people).where(eq(people.id, personId));
  return row?.name ?? '';
}

/** A page that is being left can send nothing but plain text, so that is read, too. */
function stateIn(body: unknown): { seq: number; memory: ScormMemory } | null {
  const parsed = typeof body === 'string' ? parse(body) : body;
  if (typeof parsed !== 'object' || parsed === null) return null;
  if (!('seq' in parsed) || !('memory' in parsed)) return null;
  const { seq, memory } = parsed;
  if (typeof seq !== 'number' || !Number.isSafeInteger(seq)) return null;
  return typeof memory === 'object' && memory !== null ? { seq, memory: { ...memory } } : null;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null; // A SyntaxError is the only way JSON.parse refuses a string.
  }
}
