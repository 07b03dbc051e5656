import { schema, type Reader } from '@xueshi/database';

const { courseVersionFiles, textbooks } = schema;

/** The hashes under which files are kept: of published versions, and of textbooks. */
export async function keptHashes(
  db: Reader,
): Promise<{ ofCourses: ReadonlySet<string>; ofTextbooks: ReadonlySet<string> }> {
  const { sha256 } = courseVersionFiles;
  const files = await db.selectDistinct({ sha256 }).from(courseVersionFiles);
  const books = await db.selectDistinct({ sha256: textbooks.sha256 }).from(textbooks);
  return {
    ofCourses: new Set(files.map((row) => row.sha256)),
    ofTextbooks: new Set(books.flatMap((row) => row.sha256 ?? [])),
  };
}
