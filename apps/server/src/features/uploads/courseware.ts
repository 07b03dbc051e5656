import { MOST_NOT_CARRIED } from '@xueshi/contracts';
import { readCourseware, sentenceOf, type LocatedError } from '@xueshi/formats';
import { NOTHING_FOUND, type Looked, type LookThrough } from './look-through.ts';

/** One broken package can break every rule of its standard; the first of them say what to do. */
const MOST_TOLD = 5;

/** Standard, title, units and what is not followed; a package that cannot be played is told by its first errors. */
export const lookThroughCourseware: LookThrough = async (_platform, path, { signal }) => {
  // Named by nothing: what the archive was called elsewhere says nothing of a place in it.
  const read = await readCourseware('', path);
  signal.throwIfAborted();
  if (!read.ok) return { problem: 'courseware', end: '', found: null, detail: toldOf(read.errors) };
  const { standard, title, units } = read.courseware;
  return {
    problem: null,
    end: 'zip',
    found: {
      ...NOTHING_FOUND,
      courseware: {
        standard,
        title,
        units: units.map((unit) => unit.title),
        notCarried: read.notCarried.slice(0, MOST_NOT_CARRIED).map(inBoth),
      },
    },
  };
};

function toldOf(errors: readonly LocatedError[]): NonNullable<Looked['detail']> {
  const told = errors.slice(0, MOST_TOLD).map(inBoth);
  const left = errors.length - told.length;
  return {
    'zh-CN': [
      ...told.map((sentence) => sentence['zh-CN']),
      ...(left > 0 ? [`另有 ${left} 处。`] : []),
    ].join('\n'),
    en: [...told.map(({ en }) => en), ...(left > 0 ? [`And ${left} more.`] : [])].join('\n'),
  };
}

/** A sentence with its place in the manifest, where it has one. */
function inBoth(error: LocatedError): NonNullable<Looked['detail']> {
  const [chinese, english] = [sentenceOf(error, 'zh-CN'), sentenceOf(error, 'en')];
  const { file, line } = error;
  if (line === null) return { 'zh-CN': chinese, en: english };
  return {
    'zh-CN': `${file} 第 ${line} 行：${chinese}`,
    en: `${file}, line ${line}: ${english}`,
  };
}
