// `xueshi course from-cartridge`: a course of another platform becomes a folder, and nothing is lost unsaid.
import { writeZip } from '@xueshi/formats/question-exchange';
import { temporaryFolder } from '@xueshi/testkit';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { xueshi } from '../faults/xueshi-command.ts';

let folder: { path: string; remove(): Promise<void> };
let env: Record<string, string>;
const at = (...steps: string[]) => join(folder.path, ...steps);
const course = (...words: string[]) => xueshi(['course', ...words], env);

const zipOf = (files: Record<string, string>) =>
  buffer(
    writeZip(
      Object.entries(files).map(([name, text]) => ({ name, text })),
      new Date(),
    ),
  );

const manifest = (items: string, resources: string) =>
  `<manifest xmlns="http://www.imsglobal.org/xsd/imsccv1p1/imscp_v1p1"><metadata><schema>IMS Common Cartridge</schema><schemaversion>1.1.0</schemaversion></metadata>
<organizations><organization structure="rooted-hierarchy"><item>${items}</item></organization></organizations>
<resources>${resources}</resources></manifest>`;

beforeAll(async () => {
  folder = await temporaryFolder();
  env = { XUESHI_DATA: at('data'), XUESHI_COURSES: at('courses') };
  const files = {
    'imsmanifest.xml': manifest(
      `<item identifierref="p"><title>接访</title></item>
<item identifierref="d"><title>讨论</title></item>`,
      `<resource identifier="p" type="webcontent" href="p.html"><file href="p.html"/></resource>
<resource identifier="d" type="imsdt_xmlv1p1"><file href="d.xml"/></resource>`,
    ),
    'p.html': '<html><body><p>先听，<b>后说</b>。</p></body></html>',
    'd.xml': '<topic/>',
  };
  await writeFile(at('course.imscc'), await zipOf(files));
  await writeFile(at('scorm.zip'), await zipOf({ 'imsmanifest.xml': '<manifest/>' }));
});
afterAll(() => folder.remove());

test('what came in and what did not is said, item by item', async () => {
  const { code, said } = await course('from-cartridge', at('course.imscc'), at('jie-fang'));
  expect(said).toMatch(
    /^\+ reading-1\.md 接访\n- course\.imscc\/imsmanifest\.xml:3 “讨论”.* \/ "讨论" is a discussion.*\n/,
  );
  expect(said).toContain('1 lessons came in, 1 notes.');
  expect(code).toBe(0);
  expect((await readdir(at('jie-fang'))).sort()).toEqual(['course.yaml', 'reading-1.md']);
  const checked = await course('check', at('jie-fang'));
  expect(checked.code).toBe(1);
  const faults = checked.said.trim().split('\n');
  for (const line of faults) expect(line).toMatch(/\/course\.yaml:\d+:\d+ /);
  for (const missing of ['area', 'tags', 'sources']) expect(checked.said).toContain(missing);
});

test('with an area nobody asks for one', async () => {
  await course('from-cartridge', at('course.imscc'), at('law'), '--area', 'law');
  expect(await readFile(at('law', 'course.yaml'), 'utf8')).toContain('\narea: law\n');
  const unknown = await course('from-cartridge', at('course.imscc'), at('other'), '--area', 'x');
  expect(unknown).toMatchObject({ code: 1 });
  expect(unknown.said).toContain('--area is one of');
});

test('refused: what is no cartridge, a folder that is not empty, a name that is no slug', async () => {
  const other = await course('from-cartridge', at('scorm.zip'), at('none'));
  expect(other.code).toBe(1);
  expect(other.said).toMatch(/^scorm\.zip\/imsmanifest\.xml:1 .*Common Cartridge/);
  const again = await course('from-cartridge', at('course.imscc'), at('jie-fang'));
  expect(again).toMatchObject({ code: 1 });
  expect(again.said).toContain('not empty');
  const name = await course('from-cartridge', at('course.imscc'), at('Jie Fang'));
  expect(name).toMatchObject({ code: 1 });
  expect(name.said).toContain('lower-case');
  const none = await course('from-cartridge', at('none.imscc'), at('none'));
  expect(none.said).toContain('no cartridge at');
  expect(await readdir(folder.path)).not.toContain('none');
});
