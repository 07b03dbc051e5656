import { schema } from '@xueshi/database';
import { asc, eq } from 'drizzle-orm';
import { ownPart, type OwnDataPart } from '../../platform/own-data.ts';

const { textbookPlaces, textbooks } = schema;

const columns = {
  code: textbooks.code,
  title: textbooks.title,
  number: textbookPlaces.number,
  readAt: textbookPlaces.readAt,
};

/** Where a person stopped reading in each textbook. */
export const ownTextbooks: readonly OwnDataPart[] = [
  ownPart('textbook-places', columns, (db, personId, { limit, offset }) =>
    db
      .select(columns)
      .from(textbookPlaces)
      .innerJoin(textbooks, eq(textbooks.id, textbookPlaces.textbookId))
      .where(eq(textbookPlaces.personId, personId))
      .orderBy(asc(textbooks.code))
      .limit(limit)
      .offset(offset),
  ),
];
