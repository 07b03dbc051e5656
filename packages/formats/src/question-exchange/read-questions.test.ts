import { zipSync } from 'fflate';
import { expect, test } from 'vitest';
import { item3 } from './qti/qti-items.fixture.ts';
import { readQuestions } from './read-questions.ts';

const bytes = (text: string) => new TextEncoder().encode(text);
async function outcome(content: string | Uint8Array): Promise<string> {
  const read = await readQuestions('file', typeof content === 'string' ? bytes(content) : content);
  if (!read.ok) return read.errors.map(({ code, line }) => `${code}:${line ?? ''}`).join();
  return read.items.map(({ question, problems }) => question?.kind ?? problems[0]?.code).join();
}

test('the form of a file is found by its content', async () => {
  expect(await outcome('\ufeff题{T}')).toBe('true_false');
  expect(
    await outcome(
      '<?xml version="1.0"?>\n<!-- a <b> -->\n<quiz><question type="essay"><questiontext><text>题</text></questiontext></question></quiz>',
    ),
  ).toBe('short_answer');
  expect(
    await outcome(
      '<quiz><question type="essay"><questiontext><text>题</text></questiontext></question></quiz>',
    ),
  ).toBe('short_answer');
  expect(await outcome('<questestinterop><bankentry_item/></questestinterop>')).toBe(
    'question-elsewhere',
  );
  expect(await outcome(item3)).toBe('multiple');
  const manifest =
    '<manifest><resources><resource type="imsqti_item_xmlv3p0" href="a.xml"/></resources></manifest>';
  expect(
    await outcome(zipSync({ 'imsmanifest.xml': bytes(manifest), 'a.xml': bytes(item3) })),
  ).toBe('multiple');
});

test('what is none of them, or too much, is refused with the reason', async () => {
  expect(await outcome('<html><body>题</body></html>')).toBe('questions-kind:');
  expect(await outcome(Uint8Array.from([0x41, 0x0a, 0xc3, 0x28]))).toBe('not-utf8:2');
  expect(await outcome('题\0{T}')).toBe('bad-character:1');
  expect(await outcome(new Uint8Array(33 * 1024 * 1024).fill(0x41))).toBe('file-too-large:');
});
