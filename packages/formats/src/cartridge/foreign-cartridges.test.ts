// Real cartridges of other systems lie outside the repository; what is made of each is printed.
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { expect, test } from 'vitest';
import { roomForTest } from '../courseware/packages.fixture.ts';
import { readCourse } from '../course/read-course.ts';
import { sentenceOf, type LocatedError } from '../located-error.ts';
import { parseMarkdown, textOf, visitMarkdown } from '../markdown/parse.ts';
import { foreignSet, whyNot } from '../question-exchange/foreign-sets.fixture.ts';
import { readQti12 } from '../question-exchange/qti12/read-qti12.ts';
import {
  ASSESSMENT,
  assessment,
  item,
  manifest,
  markdownOf,
  resource,
  zipOfFiles,
} from './cartridges.fixture.ts';
import { readCartridge } from './read-cartridge.ts';
import { writeCartridgeCourse } from './write-cartridge-course.ts';

const set = foreignSet('cc');
const questions = foreignSet('qti12');

/** Reasons that say that something is of no kind that exists here, or holds nothing. */
const NO_SUCH_KIND =
  /^cartridge-left-(?:assignment|settings|empty|missing|discussion|tool|file|weblink)$/;
const NO_ITEM = new Set(['cartridge-no-lesson']);

async function zipOfFolder(folder: string): Promise<Uint8Array> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files: Record<string, Uint8Array> = {};
  for (const entry of entries.filter((each) => each.isFile())) {
    const path = join(entry.parentPath, entry.name);
    files[path.slice(folder.length + 1)] = new Uint8Array(await readFile(path));
  }
  return zipOfFiles(files);
}

/** The cartridges of the set on the disk; folders are packed. */
async function cartridges(room: string): Promise<string[]> {
  const entries = await readdir(set ?? '', { withFileTypes: true });
  const paths: string[] = [];
  for (const entry of entries) {
    const path = join(set ?? '', entry.name);
    if (entry.isFile()) paths.push(path);
    else {
      const packed = join(room, `${entry.name}-folder.zip`);
      await writeFile(packed, await zipOfFolder(path));
      paths.push(packed);
    }
  }
  return paths;
}

const why = (errors: readonly LocatedError[]): string =>
  errors
    .map((error) => `${String(error.params['title'] ?? error.file)}: ${error.code}`)
    .join('; ') || '–';

test.skipIf(set === null)(
  `real cartridges come in${set === null ? whyNot('cc') : ''}`,
  async () => {
    const room = await roomForTest();
    await mkdir(join(room, 'out'));
    const lines = ['\ncc: cartridge | items | came in | left out and why'];
    let supported = 0;
    let came = 0;
    for (const path of await cartridges(room)) {
      const read = await readCartridge(basename(path), path);
      const left = (read.ok ? read.notCarried : read.errors).filter(
        ({ code }) => !NO_ITEM.has(code),
      );
      const lessons = read.ok ? read.course.lessons : [];
      came += lessons.length;
      supported += lessons.length + left.filter(({ code }) => !NO_SUCH_KIND.test(code)).length;
      lines.push(
        `${basename(path)} | ${lessons.length + left.length} | ${lessons.length} | ${why(left)}`,
      );
      for (const error of left) expect(sentenceOf(error, 'zh-CN')).not.toContain('[');
      if (!read.ok) continue;
      const slug = basename(path).replaceAll(/[^a-z0-9]+/g, '-');
      const written = await writeCartridgeCourse(read.course, path, join(room, 'out'), {
        slug,
        area: 'law',
      });
      expect(written.ok).toBe(true);
      const course = await readCourse(join(room, 'out', slug), {
        statutes: new Map<string, never>(),
        requireMedia: true,
      });
      const asked = course.ok ? [] : course.errors.map(({ code }) => code);
      expect(new Set(asked)).toEqual(new Set(['blank-text', 'too-few']));
    }
    const share = Math.round((came * 1000) / supported) / 10;
    lines.push(
      `all | | ${came} | of the ${supported} of kinds that exist here ${share} % came in\n`,
    );
    process.stdout.write(lines.join('\n'));
    expect(supported).toBeGreaterThan(0);
    expect(share).toBeGreaterThanOrEqual(95);
  },
);

test.skipIf(set === null)(
  `their pages keep words and headings${set === null ? whyNot('cc') : ''}`,
  async () => {
    const room = await roomForTest();
    let compared = 0;
    for (const path of await cartridges(room)) {
      const read = await readCartridge('', path);
      for (const lesson of read.ok ? read.course.lessons : []) {
        const pages = await readdir(join(set ?? '', 'multiple-pages/wiki_content'));
        const sources = await Promise.all(
          pages.map((name) =>
            readFile(join(set ?? '', 'multiple-pages/wiki_content', name), 'utf8'),
          ),
        );
        const source =
          sources.find((html) => html.includes(`<title>${lesson.title}</title>`)) ?? '';
        const body = source.replace(/^[^]*<body>|<\/body>[^]*$/g, '');
        const words = body.replaceAll(/<[^>]*>/g, '').replaceAll(/\s/g, '');
        const root = parseMarkdown(markdownOf(lesson));
        const headings: string[] = [];
        visitMarkdown(root, (node) => {
          if (node.type === 'heading') headings.push(textOf(node));
        });
        expect(textOf(root).replaceAll(/\s/g, '')).toBe(lesson.title.replaceAll(' ', '') + words);
        expect(headings).toEqual([lesson.title]);
        compared += 1;
      }
    }
    expect(compared).toBeGreaterThan(0);
  },
);

test.skipIf(questions === null)(
  `real questions in a cartridge score as they do alone${questions === null ? whyNot('qti12') : ''}`,
  async () => {
    const folder = questions ?? '';
    const names = (await readdir(folder)).filter((name) => name.endsWith('.xml'));
    const texts = await Promise.all(names.map((name) => readFile(join(folder, name), 'utf8')));
    const inner = texts.map((text) =>
      text.slice(text.indexOf('<item '), text.lastIndexOf('</item>') + 7),
    );
    const path = join(await roomForTest(), 'q.imscc');
    const whole = names
      .map((_, at) => `q${at}`)
      .filter((_, at) => (inner[at] ?? '').startsWith('<item'));
    const sources = new Map(
      names.map((_, at) => [`q${at}`, assessment(`测 ${at}`, inner[at] ?? '')]),
    );
    await writeFile(
      path,
      zipOfFiles({
        'imsmanifest.xml': manifest(
          whole.map((id) => item(id, id)).join(''),
          whole.map((id) => resource(id, ASSESSMENT, `${id}.xml`)).join(''),
        ),
        ...Object.fromEntries(whole.map((id) => [`${id}.xml`, sources.get(id) ?? ''])),
      }),
    );
    const read = await readCartridge('', path);
    if (!read.ok) throw new Error(why(read.errors));
    const alone = whole.flatMap((id) => {
      const file = readQti12('', sources.get(id) ?? '');
      const came = file.ok
        ? file.items.flatMap(({ question }) => (question ? [question] : []))
        : [];
      return came.length === 0 ? [] : [came];
    });
    const together = read.course.lessons.map((lesson) =>
      lesson.kind === 'quiz' ? lesson.questions : [],
    );
    expect(together).toEqual(alone);
    expect(together.flat().length).toBeGreaterThanOrEqual(15);
  },
);
