// The stream of a class over a real socket.
import type { ClassView } from '@xueshi/contracts';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { joined, openRoom, steps } from '../../testing/class-room.ts';
import { writeExerciseCourse } from '../../testing/exercise-course.ts';
import {
  openTestInstallation,
  type TestInstallation,
  type Visitor,
} from '../../testing/test-installation.ts';

let here: TestInstallation;
let presenter: Visitor;
let code: string;
let origin: string;
let isOpen = true;

beforeEach(async () => {
  here = await openTestInstallation({
    courses: (folder) => writeExerciseCourse(folder, 'exercise'),
  });
  isOpen = true;
  presenter = await here.signIn('zhoumin');
  code = await openRoom(presenter);
  await here.app.listen({ port: 0, host: '127.0.0.1' });
  origin = `http://127.0.0.1:${(here.app.server.address() as AddressInfo).port}`;
});
afterEach(async () => {
  if (isOpen) await here.close();
});

interface Event {
  readonly name: string;
  readonly view: ClassView;
}

async function follow() {
  const leaving = new AbortController();
  const answer = await fetch(`${origin}/api/v1/class-participation/${code}/events`, {
    signal: leaving.signal,
  });
  const reader = answer.body?.pipeThrough(new TextDecoderStream()).getReader();
  let text = '';
  async function next(): Promise<Event | null> {
    for (;;) {
      const end = text.indexOf('\n\n');
      if (end >= 0) {
        const [block, rest] = [text.slice(0, end), text.slice(end + 2)];
        text = rest;
        const match = /^event: (\w+)\ndata: (.*)$/s.exec(block);
        if (match?.[1] && match[2])
          return { name: match[1], view: JSON.parse(match[2]) as ClassView };
        continue;
      }
      const piece = await reader?.read();
      if (!piece || piece.done) return null;
      text += piece.value;
    }
  }
  return { answer, next, leave: () => leaving.abort() };
}

test('whoever follows is told where the class stands, each step, the count of votes, and the end', async () => {
  const one = await follow();
  const two = await follow();
  expect(one.answer.headers.get('content-type')).toBe('text/event-stream');
  expect(one.answer.headers.get('cache-control')).toBe('no-store');
  expect((await one.next())?.view.phase).toBe('situation');
  expect((await two.next())?.view.phase).toBe('situation');
  await steps(presenter, code, 'advance');
  expect((await one.next())?.view).toMatchObject({ phase: 'voting', decision: { votes: 0 } });
  const phone = await joined(here, code);
  await phone.vote('first', 'a');
  expect((await one.next())?.view.decision).toMatchObject({ votes: 1, results: null });
  two.leave();
  await steps(presenter, code, 'advance');
  expect((await one.next())?.view.decision?.results).toMatchObject([{ votes: 1 }, { votes: 0 }]);
  await presenter.delete(`/api/v1/classes/${code}`);
  expect((await one.next())?.name).toBe('ended');
  expect(await one.next()).toBeNull();
});

test('a server that stops does not wait for those who follow', async () => {
  const one = await follow();
  await one.next();
  isOpen = false;
  await here.close();
  expect(await one.next()).toBeNull();
});

test('asking for the headers only leaves no stream behind', async () => {
  const url = `${origin}/api/v1/class-participation/${code}/events`;
  const { status } = await fetch(url, { method: 'HEAD' });
  expect(status).toBe(200);
});

test('a code that no class has is not followed', async () => {
  const url = `${origin}/api/v1/class-participation/${code === '111111' ? '222222' : '111111'}/events`;
  expect((await fetch(url)).status).toBe(404);
});
