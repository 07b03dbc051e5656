import fc from 'fast-check';
import { expect, test } from 'vitest';
import { staysInside } from '../folder.ts';
import { launchAddress, withParameters } from './launch-address.ts';

const at = (href: string, ...bases: string[]) => {
  const address = launchAddress(bases, href);
  return address.ok ? `${address.file} ${address.query}`.trim() : address.problem;
};

test('an address becomes the name of a file, and what follows it', () => {
  expect(at('index.html')).toBe('index.html');
  expect(at('./a/../b/index.html?x=1&y=2#top')).toBe('b/index.html ?x=1&y=2#top');
  expect(at('%E5%AE%89%E5%85%A8/a%20b.html')).toBe('安全/a b.html');
  expect(at('安全/a b.html')).toBe('安全/a b.html');
  expect(at('content\\index.html')).toBe('content/index.html');
  expect(at(' \n index.html ')).toBe('index.html');
  expect(at('100%.html')).toBe('100%.html');
  expect(at('index.html?')).toBe('index.html');
});

test('bases are resolved one against the other, as xml:base says', () => {
  expect(at('index.html', 'content/', 'unit-1/')).toBe('content/unit-1/index.html');
  expect(at('../index.html', 'content/', 'unit-1/')).toBe('content/index.html');
  expect(at('index.html', 'content/cover.html')).toBe('content/index.html');
  expect(at('', 'content/index.html')).toBe('content/index.html');
  expect(at('index.html', 'https://example.cn/')).toBe('elsewhere');
  expect(at('index.html', '../')).toBe('outside');
});

test.each([
  ['a.html', '', 'a.html'],
  ['a.html', '?x=1', 'a.html?x=1'],
  ['a.html', '&x=1', 'a.html?x=1'],
  ['a.html', 'x=1', 'a.html?x=1'],
  ['a.html?y=2', '?&x=1', 'a.html?y=2&x=1'],
  ['a.html', '#top', 'a.html#top'],
  ['a.html#end', '#top', 'a.html#end'],
])('%s with the parameters %j is %s', (href, parameters, joined) => {
  expect(withParameters(href, parameters)).toBe(joined);
});

test('whatever is given, what comes of it stays in the package and is where a browser goes', () => {
  const piece = fc.constantFrom(
    '..',
    '.',
    '%2e%2e',
    '/',
    '\\',
    '%2f',
    '%5c',
    '%00',
    ':',
    'a',
    '安',
    '?',
    '#',
    '@',
    '%',
    '\t',
    'http:',
    '//x',
  );
  const href = fc.oneof(
    fc.array(piece, { maxLength: 8 }).map((pieces) => pieces.join('')),
    fc.string({ unit: 'binary' }),
  );
  fc.assert(
    fc.property(href, fc.array(href, { maxLength: 2 }), (address, bases) => {
      const found = launchAddress(bases, address);
      if (!found.ok) return;
      expect(found.file === '' || staysInside(found.file.replace(/\/$/, ''))).toBe(true);
      expect(found.query).toMatch(/^(?:$|[?#])/);
      const steps = found.file.split('/').map(encodeURIComponent).join('/');
      const launched = new URL(steps + found.query, 'https://example.cn/units/');
      expect(decodeURIComponent(launched.pathname)).toBe(`/units/${found.file}`);
      expect(launched.search + launched.hash).toBe(found.query);
    }),
    { numRuns: 3_000 },
  );
});
