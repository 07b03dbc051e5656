/** `01:02:03,456`, as SubRip files have it; some write one digit of hours, or a point. */
const TIME = '(\\d{1,2}):([0-5]?\\d):([0-5]?\\d)[,.](\\d{1,3})';
const TIMING = new RegExp(`^\\s*${TIME}\\s*-->\\s*${TIME}.*$`);
const NUMBER = /^\d+$/;

/**
 * Makes WebVTT of SubRip (.srt); what is WebVTT already comes back as it is. The cues stay as they are,
 * in their order, without numbers and without formatting other than bold, italic and underlined: `readWebVtt`
 * says what is wrong with them. Null where there is no cue at all.
 */
export function webVttOf(text: string): string | null {
  const lines = text.replace(/^\uFEFF/, '').split(/\r\n|\r|\n/);
  if (/^WEBVTT([ \t].*)?$/.test(lines[0] ?? '')) return lines.join('\n');
  const out = ['WEBVTT', ''];
  let cues = 0;
  for (const [at, line] of lines.entries()) {
    const times = TIMING.exec(line);
    if (times) {
      cues += 1;
      out.push(`${time(times.slice(1, 5))} --> ${time(times.slice(5, 9))}`);
    } else if (!(NUMBER.test(line.trim()) && TIMING.test(lines[at + 1] ?? ''))) {
      out.push(plain(line));
    }
  }
  return cues === 0 ? null : `${out.join('\n').trimEnd()}\n`;
}

const plain = (line: string): string =>
  line
    .replaceAll('-->', '→')
    .replaceAll(/\{\\[^}]*\}/g, '')
    .replaceAll(/<(?!\/?[biu]>)[^>]*>/gi, '')
    .trimEnd();

const time = ([hours = '0', minutes = '0', seconds = '0', parts = '0']: readonly string[]) =>
  `${hours.padStart(2, '0')}:${minutes.padStart(2, '0')}:${seconds.padStart(2, '0')}.${parts.padEnd(3, '0')}`;
