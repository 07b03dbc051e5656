// A class with its presenter and the devices in the room. Used by tests only.
import type { ClassView, Participation } from '@xueshi/contracts';
import type { Answer, TestInstallation, Visitor } from './test-installation.ts';

type Refusable<T> = T & { code?: string };
export type Move = { kind: 'advance' } | { kind: 'reopen' } | { kind: 'choose'; optionId: string };

export interface Device {
  look(): Promise<Answer<Refusable<Participation>>>;
  join(): Promise<Answer<Refusable<Participation>>>;
  vote(nodeId: string, optionId: string): Promise<Answer<Refusable<{ ownVote: string }>>>;
  cookie(): string;
}

/** A phone that is signed in nowhere; `cookie` is what it kept from before. */
export function device(
  here: TestInstallation,
  code: string,
  { address = '10.0.0.1', cookie = '' } = {},
): Device {
  let kept = cookie;
  const url = `/api/v1/class-participation/${code}`;
  async function call<T>(method: 'GET' | 'POST' | 'PUT', path = '', body?: unknown) {
    const answer = await here.app.inject({
      method,
      url: url + path,
      remoteAddress: address,
      headers: {
        ...(kept ? { cookie: kept } : {}),
        origin: 'http://localhost:80',
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { payload: JSON.stringify(body) }),
    });
    const token = answer.cookies.find(({ name }) => name === 'xueshi-class');
    if (token) kept = `${token.name}=${token.value}`;
    return {
      status: answer.statusCode,
      body: JSON.parse(answer.body) as Refusable<T>,
      headers: answer.headers,
    };
  }
  return {
    look: () => call<Participation>('GET'),
    join: () => call<Participation>('POST'),
    vote: (nodeId, optionId) => call<{ ownVote: string }>('PUT', '/vote', { nodeId, optionId }),
    cookie: () => kept,
  };
}

/** A device that has joined. */
export async function joined(here: TestInstallation, code: string): Promise<Device> {
  const one = device(here, code);
  await one.join();
  return one;
}

export async function openRoom(
  presenter: Visitor,
  place = { slug: 'exercise', lessonKey: 'case' },
): Promise<string> {
  return (await presenter.post<{ code: string }>('/api/v1/classes', place)).body.code;
}

export const readScreen = (presenter: Visitor, code: string) =>
  presenter.get<Refusable<ClassView>>(`/api/v1/classes/${code}`);

/** Takes steps from wherever the class stands; the answer to the last. */
export async function steps(
  presenter: Visitor,
  code: string,
  ...moves: readonly (Move | 'advance')[]
): Promise<Answer<Refusable<ClassView>>> {
  let answer = await readScreen(presenter, code);
  for (const move of moves) {
    const { version } =
      answer.status < 300 ? answer.body : (await readScreen(presenter, code)).body;
    answer = await presenter.post<Refusable<ClassView>>(`/api/v1/classes/${code}/steps`, {
      version,
      move: move === 'advance' ? { kind: move } : move,
    });
  }
  return answer;
}
