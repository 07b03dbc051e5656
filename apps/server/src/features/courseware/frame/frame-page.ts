import type { CoursewareStandard, ScormMemory } from '@xueshi/domain';

export interface FrameStart {
  readonly standard: Exclude<CoursewareStandard, 'cmi5'>;
  /** The unit's address. */
  readonly entry: string;
  readonly memory: ScormMemory;
  /** Where its state is kept. */
  readonly keepAt: string;
  /** The origin of the page that shows the frame. */
  readonly page: string;
}

/** JSON within a page: nothing in it can end the element that it stands in. */
const inPage = (value: unknown) => JSON.stringify(value).replaceAll('<', '\\u003c');

const RUNTIMES = { scorm_12: 'scorm12.js', scorm_2004: 'scorm2004.js' } as const;

/** The page around a unit of SCORM; `scripts` is where the run-time and ours lie. */
export const framePage = (start: FrameStart, scripts: string): string => `<!doctype html>
<html>
<head>
<meta charset="utf-8">
<title>Courseware</title>
<style>html, body { margin: 0; height: 100%; overflow: hidden } iframe { display: block; width: 100%; height: 100%; border: 0 }</style>
</head>
<body>
<iframe id="unit" title="Courseware" allow="autoplay; fullscreen"></iframe>
<script type="application/json" id="start">${inPage(start)}</script>
<script src="${scripts}/${RUNTIMES[start.standard]}"></script>
<script src="${scripts}/frame.js"></script>
</body>
</html>
`;

/** Where a unit of cmi5 sends whoever leaves it: tells the page around it. */
export const leftPage = (page: string): string => `<!doctype html>
<html>
<head><meta charset="utf-8"><title>Courseware</title></head>
<body>
<script type="application/json" id="page">${inPage(page)}</script>
<script>parent.postMessage({ courseware: 'left' }, JSON.parse(document.getElementById('page').textContent));</script>
</body>
</html>
`;
