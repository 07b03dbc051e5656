import {
  flag,
  id,
  index,
  instant,
  integer,
  json,
  primaryKey,
  table,
  text,
  uniqueIndex,
} from '../dialect.sqlite.ts';

export interface LocalText {
  readonly 'zh-CN': string;
  readonly en: string;
}

/** A course lineage: credit is given once per person and lineage (DOMAIN 5.5). */
export const courses = table(
  'courses',
  {
    id: id('id').primaryKey(),
    slug: text('slug').notNull(),
    /** 'published' or 'withdrawn': nobody begins it, who began may finish. */
    state: text('state').notNull(),
    currentVersionId: id('current_version_id'),
    withdrawnReason: text('withdrawn_reason'),
    withdrawnAt: instant('withdrawn_at'),
    withdrawnBy: id('withdrawn_by'),
    createdAt: instant('created_at').notNull(),
  },
  (t) => [uniqueIndex('courses_slug').on(t.slug)],
);

/** A published version never changes (DESIGN.md decision 6). */
export const courseVersions = table(
  'course_versions',
  {
    id: id('id').primaryKey(),
    courseId: id('course_id')
      .notNull()
      .references(() => courses.id, { onDelete: 'restrict' }),
    revision: integer('revision').notNull(),
    contentHash: text('content_hash').notNull(),
    /** What it is to the version before: 'correction' or 'substantial' (DOMAIN 5.6). */
    kind: text('kind').notNull().default('substantial'),
    title: json<LocalText>('title').notNull(),
    summary: json<LocalText>('summary').notNull(),
    area: text('area').notNull(),
    tags: json<string[]>('tags').notNull(),
    /** `register`: the code of an entry of the lecturer register, here or where the course comes from. */
    lecturer: json<{ name: string; title: string; register?: string }>('lecturer').notNull(),
    /** The audience categories that it is meant for. */
    audience: json<string[]>('audience').notNull().default([]),
    /** The key groups that it is meant for beside them; none of both: everybody. Never reserve cadres. */
    keyGroups: json<string[]>('key_groups').notNull().default([]),
    /** Slugs of courses that are better learned before, known here or not. */
    prerequisites: json<string[]>('prerequisites').notNull().default([]),
    /** The picture that stands for it, as it is kept; null: that of its first lecture. */
    cover: text('cover'),
    /** Points of syllabuses that it covers, each as `<syllabus>/<point>`. */
    syllabusPoints: json<string[]>('syllabus_points').notNull().default([]),
    /** Textbooks by their codes, here or where the course comes from. */
    textbooks: json<string[]>('textbooks').notNull().default([]),
    sources: json<unknown[]>('sources').notNull(),
    repeat: text('repeat').notNull(),
    /** Courses with the same content name the same; null: this one stands alone. */
    equivalenceGroup: text('equivalence_group'),
    /** How the value was arrived at: see domain/crediting. */
    valuation: json<unknown>('valuation').notNull(),
    valueHundredths: integer('value_hundredths').notNull(),
    materialSeconds: integer('material_seconds').notNull(),
    publishedAt: instant('published_at').notNull(),
  },
  (t) => [uniqueIndex('course_versions_content').on(t.courseId, t.contentHash)],
);

/** The files that a version was made from; their bytes lie in the data folder under their hash. */
export const courseVersionFiles = table(
  'course_version_files',
  {
    courseVersionId: id('course_version_id')
      .notNull()
      .references(() => courseVersions.id, { onDelete: 'restrict' }),
    /** In the course's folder, with forward slashes. */
    name: text('name').notNull(),
    /** Hexadecimal. */
    sha256: text('sha256').notNull(),
    bytes: integer('bytes').notNull(),
  },
  (t) => [primaryKey({ columns: [t.courseVersionId, t.name] })],
);

export const lessons = table(
  'lessons',
  {
    id: id('id').primaryKey(),
    courseVersionId: id('course_version_id')
      .notNull()
      .references(() => courseVersions.id, { onDelete: 'restrict' }),
    key: text('key').notNull(),
    position: integer('position').notNull(),
    kind: text('kind').notNull(),
    title: json<LocalText>('title').notNull(),
    required: flag('required').notNull(),
    materialSeconds: integer('material_seconds').notNull(),
    /** The lesson's own matter, as the course format's reader gives it. */
    content: json<unknown>('content').notNull(),
    mediaAssetId: id('media_asset_id'),
  },
  (t) => [uniqueIndex('lessons_key').on(t.courseVersionId, t.key)],
);

/** What the last import of each course folder came to. */
export const courseImports = table('course_imports', {
  folder: text('folder').primaryKey(),
  slug: text('slug'),
  contentHash: text('content_hash'),
  /** Names, sizes and times of the folder's files when it was read: unchanged, it is not read again. */
  folderStamp: text('folder_stamp').notNull(),
  state: text('state').notNull(),
  errors: json<unknown[]>('errors').notNull(),
  importedAt: instant('imported_at').notNull(),
});

/** A lecture's video with all that is made from it; the id is the SHA-256 of what it is made from. */
export const mediaAssets = table(
  'media_assets',
  {
    id: id('id').primaryKey(),
    state: text('state').notNull(),
    durationMs: integer('duration_ms').notNull(),
    sourcePath: text('source_path').notNull(),
    subtitles: json<{ lang: string; label: string; path: string }[]>('subtitles').notNull(),
    slides:
      json<{ startMs: number; image: string; title: string; text: string }[]>('slides').notNull(),
    /** The moment whose picture is the poster; null where it is chosen by itself. */
    posterMs: integer('poster_ms'),
    problem: text('problem'),
    createdAt: instant('created_at').notNull(),
    readyAt: instant('ready_at'),
  },
  (t) => [index('media_assets_state').on(t.state)],
);
