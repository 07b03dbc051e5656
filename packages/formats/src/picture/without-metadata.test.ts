// A picture comes out without what its camera wrote beside it, and is the same picture.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { crc32 } from 'node:zlib';
import { blockOf, orientationIn } from './orientation.ts';
import { withoutMetadata } from './without-metadata.ts';

const ONE_POINT_PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mP8/x8AAwMCAO+ip1sAAAAASUVORK5CYII=',
  'base64',
);
const latin = (text: string) => Buffer.from(text, 'latin1');
const SECRET = 'N 25.0453 E 102.7097, HUAWEI P60';

function segment(marker: number, content: Buffer): Buffer {
  const head = Buffer.from([0xff, marker, 0, 0]);
  head.writeUInt16BE(content.length + 2, 2);
  return Buffer.concat([head, content]);
}
const exif = (orientation: number) =>
  segment(0xe1, Buffer.concat([latin('Exif\0\0'), blockOf(orientation), latin(SECRET)]));
const jfif = (thumbnail: Buffer) =>
  segment(
    0xe0,
    Buffer.concat([latin('JFIF\0'), Buffer.from([1, 2, 0, 0, 1, 0, 1, 1, 1]), thumbnail]),
  );
const profile = segment(0xe2, latin('ICC_PROFILE\0\x01\x01colours'));
const adobe = segment(0xee, latin('Adobe\0d\0\0\0\0\x01'));
const frame = segment(0xc0, latin('\x08\0\x01\0\x01\x01\x01\x11\0'));
/** A scan with a stuffed byte, a restart, and another scan behind it. */
const scans = Buffer.concat([
  ...[
    segment(0xda, latin('\x01\x01\0\0?\0')),
    Buffer.from([0x12, 0xff, 0, 0x34, 0xff, 0xd0, 0x56]),
  ],
  ...[segment(0xda, latin('\x01\x01\0\0?\0')), Buffer.from([0x78, 0xff, 0xd9])],
]);
const SOI = Buffer.from([0xff, 0xd8]);

test('of a JPEG place, device, comments, previews and what stands behind its end are gone', () => {
  const photo = Buffer.concat([
    ...[
      SOI,
      jfif(latin(SECRET)),
      exif(1),
      segment(0xe1, latin(`http://ns.adobe.com/xap/1.0/\0${SECRET}`)),
    ],
    ...[segment(0xed, latin(`Photoshop 3.0\0${SECRET}`)), segment(0xfe, latin(SECRET))],
    ...[profile, segment(0xe2, latin(`MPF\0${SECRET}`)), adobe, frame, scans],
    ...[SOI, exif(1), scans],
  ]);
  const plain = segment(
    0xe0,
    Buffer.concat([latin('JFIF\0'), Buffer.from([1, 2, 0, 0, 1, 0, 1, 0, 0])]),
  );
  const bare = withoutMetadata(photo);
  expect(bare).toEqual(Buffer.concat([SOI, plain, profile, adobe, frame, scans]));
  expect(bare?.includes(SECRET)).toBe(false);
  expect(withoutMetadata(bare ?? photo)).toEqual(bare);
  const padded = Buffer.concat([SOI, exif(1), Buffer.from([0, 0xff, 0, 0xff, 0xff]), frame, scans]);
  expect(withoutMetadata(padded)).toEqual(Buffer.concat([SOI, frame, scans]));
});

test('how the camera was held is kept, and nothing else of where that stood', () => {
  const bare = withoutMetadata(Buffer.concat([SOI, exif(6), frame, scans]));
  const said = segment(0xe1, Buffer.concat([latin('Exif\0\0'), blockOf(6)]));
  expect(bare).toEqual(Buffer.concat([SOI, said, frame, scans]));
  const little = Buffer.from('49492a000800000001001201030001000000080000000000000', 'hex');
  expect(orientationIn(little)).toBe(8);
  expect(
    [blockOf(3), latin('MM'), Buffer.alloc(40), latin('II*\0\xff\xff\xff\xff')].map(orientationIn),
  ).toEqual([3, 1, 1, 1]);
});

function chunk(name: string, content: Buffer): Buffer {
  const named = Buffer.concat([latin(name), content]);
  const whole = Buffer.alloc(named.length + 8);
  whole.writeUInt32BE(content.length, 0);
  named.copy(whole, 4);
  whole.writeUInt32BE(crc32(named), named.length + 4);
  return whole;
}

test('of a PNG texts, times and Exif are gone', () => {
  const [head, rest] = [ONE_POINT_PNG.subarray(0, 33), ONE_POINT_PNG.subarray(33)];
  const beside = [
    chunk('tEXt', latin(SECRET)),
    chunk('iTXt', latin(SECRET)),
    chunk('tIME', Buffer.alloc(7)),
    chunk('prVt', latin(SECRET)),
  ];
  const whole = (orientation: number) =>
    Buffer.concat([
      ...[head, ...beside],
      chunk('eXIf', Buffer.concat([blockOf(orientation), latin(SECRET)])),
      ...[rest, latin(SECRET)],
    ]);
  expect(withoutMetadata(whole(1))).toEqual(ONE_POINT_PNG);
  expect(withoutMetadata(whole(8))).toEqual(Buffer.concat([head, chunk('eXIf', blockOf(8)), rest]));
});

function riff(...chunks: readonly (readonly [string, Buffer])[]): Buffer {
  const parts = chunks.flatMap(([name, content]) => {
    const length = Buffer.alloc(4);
    length.writeUInt32LE(content.length);
    return [latin(name), length, content, Buffer.alloc(content.length % 2)];
  });
  const content = Buffer.concat([latin('WEBP'), ...parts]);
  const length = Buffer.alloc(4);
  length.writeUInt32LE(content.length);
  return Buffer.concat([latin('RIFF'), length, content]);
}

test('of a WebP Exif and XMP are gone, and not announced', () => {
  const extended = (flags: number) => ['VP8X', Buffer.from([flags, ...Array(9).fill(1)])] as const;
  const drawn = ['VP8 ', latin('odd')] as const;
  const said = (orientation: number) =>
    ['EXIF', Buffer.concat([blockOf(orientation), latin(SECRET)])] as const;
  const xmp = ['XMP ', latin(SECRET)] as const;
  expect(withoutMetadata(riff(extended(0x3c), drawn, said(1), xmp))).toEqual(
    riff(extended(0x30), drawn),
  );
  expect(withoutMetadata(riff(extended(0x3c), drawn, said(3), xmp))).toEqual(
    riff(extended(0x38), drawn, ['EXIF', blockOf(3)]),
  );
  expect(withoutMetadata(riff(drawn, ['JUNK', latin(SECRET)]))).toEqual(riff(drawn));
});

test('what is no picture is told, and no content makes it throw', () => {
  expect(['', 'GIF89a', '<svg/>'].map((text) => withoutMetadata(latin(text)))).toEqual([
    null,
    null,
    null,
  ]);
  const beginnings = [SOI, ONE_POINT_PNG.subarray(0, 16), riff(['VP8X', Buffer.alloc(10)])];
  const photo = Buffer.concat([SOI, jfif(Buffer.alloc(0)), exif(6), profile, frame, scans]);
  fc.assert(
    fc.property(
      fc.constantFrom(...beginnings),
      fc.uint8Array({ maxLength: 200 }),
      fc.nat(photo.length),
      fc.nat(255),
      (beginning, rest, at, byte) => {
        withoutMetadata(Buffer.concat([beginning, rest]));
        const changed = Buffer.from(photo);
        changed[at] = byte;
        withoutMetadata(changed.subarray(0, at + 1));
        withoutMetadata(changed);
      },
    ),
  );
});
