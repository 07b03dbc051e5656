import type { LectureMedia, MediaFile } from '@xueshi/formats';
import { temporaryFolder, type TemporaryFolder } from '@xueshi/testkit';
import { writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readConfig } from '../../platform/config.ts';
import { storeSlides } from './slides.ts';
