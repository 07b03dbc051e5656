/** The shapes of quizzes, their items and the question banks (docs/author/course-format.md). */
import { CONTENT_AREAS, MOST_BLANK_CHARACTERS } from '@xueshi/domain';
import { Type } from 'typebox';
import {
  CLOSED,
  count,
  formed,
  inBoth,
  LESSON_ID,
  LETTER,
  list,
  statuteReference,
  STEP_ID,
  text,
} from './shapes.ts';

const difficulty = Type.Enum([1, 2, 3]);
const tags = list(text(12), 1, 8);

const itemKeys = {
  id: formed(STEP_ID),
  stem: text(2000),
  explanation: text(2000),
  statute: Type.Optional(Type.Object(statuteReference, CLOSED)),
  difficulty,
  points: Type.Optional(count(1, 100)),
  /** The case-set whose text it asks about. */
  group: Type.Optional(formed(STEP_ID)),
  area: Type.Optional(Type.Enum(CONTENT_AREAS)),
  tags: Type.Optional(tags),
  source: Type.Optional(text(200)),
};
const options = list(text(500), 2, 8);
const steps = list(text(500), 3, 8);
const side = text(200);

/** A quiz item, by kind. */
export const ItemShapes = {
  single: Type.Object(
    { ...itemKeys, kind: Type.Literal('single'), options, answer: formed(LETTER) },
    CLOSED,
  ),
  multiple: Type.Object(
    { ...itemKeys, kind: Type.Literal('multiple'), options, answer: list(formed(LETTER), 2, 8) },
    CLOSED,
  ),
  true_false: Type.Object(
    { ...itemKeys, kind: Type.Literal('true_false'), answer: Type.Boolean() },
    CLOSED,
  ),
  fill_in: Type.Object(
    {
      ...itemKeys,
      kind: Type.Literal('fill_in'),
      // YAML reads 60 as a number; whoever writes it means what is typed.
      blanks: list(list(Type.Union([text(MOST_BLANK_CHARACTERS), Type.Number()]), 1, 20), 1, 8),
    },
    CLOSED,
  ),
  ordering: Type.Object({ ...itemKeys, kind: Type.Literal('ordering'), steps }, CLOSED),
  matching: Type.Object(
    {
      ...itemKeys,
      kind: Type.Literal('matching'),
      pairs: list(Type.Object({ left: side, right: side }, CLOSED), 2, 8),
      extra: Type.Optional(list(side, 1, 4)),
    },
    CLOSED,
  ),
  short_answer: Type.Object(
    { ...itemKeys, kind: Type.Literal('short_answer'), guide: text(2000) },
    CLOSED,
  ),
};

const groups = Type.Optional(
  list(Type.Object({ id: formed(STEP_ID), text: text(8000) }, CLOSED), 1, 50),
);

/** What is drawn from a bank for each attempt; `count` items or `caseSets` whole case-sets. */
const DrawShape = Type.Object(
  {
    bank: formed(LESSON_ID),
    count: Type.Optional(count(1, 200)),
    caseSets: Type.Optional(count(1, 50)),
    kinds: Type.Optional(list(Type.Enum(Object.keys(ItemShapes)), 1, 7)),
    difficulty: Type.Optional(list(difficulty, 1, 3)),
    areas: Type.Optional(list(Type.Enum(CONTENT_AREAS), 1, 9)),
    tags: Type.Optional(tags),
  },
  CLOSED,
);

export const REVIEW_POLICIES = ['at_once', 'when_done', 'score_only'] as const;

export const QuizShape = Type.Object(
  {
    passMark: count(1, 100),
    attempts: count(0, 1000),
    timeLimitMinutes: Type.Optional(count(1, 600)),
    shuffle: Type.Optional(Type.Boolean()),
    review: Type.Optional(Type.Enum(REVIEW_POLICIES)),
    groups,
    items: Type.Optional(list(Type.Unknown(), 1, 200)),
    draw: Type.Optional(list(DrawShape, 1, 20)),
  },
  CLOSED,
);

export const BankShape = Type.Object(
  {
    format: Type.Literal(1),
    title: inBoth(120),
    area: Type.Enum(CONTENT_AREAS),
    source: text(200),
    groups,
    items: list(Type.Unknown(), 1, 2000),
  },
  CLOSED,
);
