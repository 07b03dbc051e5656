import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { CaseGraph } from './case-graph.ts';
import { walkCase } from './case-path.ts';
import {
  CLASS_START,
  moveClass,
  mostVoted,
  type ClassMove,
  type ClassPhase,
  type ClassStanding,
} from './class-steps.ts';

const graph: CaseGraph = {
  start: 'first',
  nodes: [
    {
      id: 'first',
      options: [
        { id: 'a', next: 'second' },
        { id: 'b', next: 'over' },
      ],
    },
    { id: 'second', options: [{ id: 'a', next: 'over' }] },
  ],
  endings: [{ id: 'over' }],
};
const closing: ClassPhase[] = ['ending', 'commentary', 'law'];
const advance: ClassMove = { kind: 'advance' };
const choose = (optionId: string): ClassMove => ({ kind: 'choose', optionId });

const walked = (moves: readonly ClassMove[], from: ClassStanding = CLASS_START) =>
  moves.reduce((standing, move) => {
    const moved = moveClass(graph, standing, move, closing);
    return moved.kind === 'moved' ? moved.standing : standing;
  }, from);

test('a class goes from the situation by votes and consequences to the ending and what follows it', () => {
  const phases: string[] = [];
  let standing = CLASS_START;
  for (const move of [
    advance,
    advance,
    choose('a'),
    advance,
    advance,
    choose('a'),
    advance,
    advance,
    advance,
  ]) {
    standing = walked([move], standing);
    phases.push(standing.phase);
  }
  expect(phases).toEqual([
    ...['voting', 'result', 'consequence', 'voting', 'result', 'consequence'],
    ...['ending', 'commentary', 'law'],
  ]);
  expect(moveClass(graph, standing, advance, closing)).toEqual({
    kind: 'refused',
    reason: 'at-end',
  });
});

test.each([
  {
    promise: 'no choice is taken while the vote is open',
    after: [advance],
    move: choose('a'),
    reason: 'not-now',
  },
  {
    promise: 'nothing is chosen that is no option',
    after: [advance, advance],
    move: choose('z'),
    reason: 'unknown-option',
  },
  {
    promise: 'nobody goes on without a choice',
    after: [advance, advance],
    move: advance,
    reason: 'choice-needed',
  },
  {
    promise: 'only a closed vote is opened again',
    after: [advance],
    move: { kind: 'reopen' },
    reason: 'not-now',
  },
] as const)('$promise', ({ after, move, reason }) => {
  expect(moveClass(graph, walked(after), move, closing)).toEqual({ kind: 'refused', reason });
});

test('a closed vote can be opened again before the choice', () => {
  expect(walked([advance, advance, { kind: 'reopen' }])).toEqual({ phase: 'voting', path: [] });
});

const anyMove = fc.oneof(
  fc.constant(advance),
  fc.constant<ClassMove>({ kind: 'reopen' }),
  fc.constantFrom('a', 'b', 'z').map(choose),
);

test('whatever is pressed, the class stands somewhere in the case', () => {
  fc.assert(
    fc.property(fc.array(anyMove, { maxLength: 40 }), (moves) => {
      const { phase, path } = walked(moves);
      const standing = walkCase(graph, path);
      expect(standing.kind).not.toBe('refused');
      if (phase === 'voting' || phase === 'result') expect(standing.kind).toBe('at-node');
      if (closing.includes(phase)) expect(standing.kind).toBe('ended');
    }),
  );
});

test.each([
  { promise: 'most votes win', votes: { a: 3, b: 5 }, wins: 'b' },
  { promise: 'a tie is the presenter’s to break', votes: { a: 5, b: 5, c: 1 }, wins: null },
  { promise: 'no votes, no choice', votes: { a: 0, b: 0 }, wins: null },
  { promise: 'the only vote wins', votes: { a: 1 }, wins: 'a' },
  { promise: 'no options, no choice', votes: {}, wins: null },
])('$promise', ({ votes, wins }) => {
  expect(mostVoted(new Map(Object.entries(votes)))).toBe(wins);
});
