// Runs on the origin of courseware, around a unit of SCORM: gives it the interface that it looks for, and
// keeps what it remembers. It is trusted with nothing: the unit could say all of this by itself.
const { standard, entry, memory, keepAt, page } = JSON.parse(
  document.getElementById('start').textContent,
);
const KEEP_AFTER_MS = 400;
const TRY_AGAIN_MS = 5_000;
/** Browsers send no more than this from a page that is being left. */
const MOST_BEACON_BYTES = 60_000;

const isFirstEdition = standard === 'scorm_12';
const Api = isFirstEdition ? globalThis.Scorm12API : globalThis.Scorm2004API;
const api = new Api({ autocommit: false, logLevel: 5 });
api.loadFromJSON(memory);

let seq = 0;
let kept = '';
let isSending = false;
let timer = 0;

const tell = (what) => parent.postMessage({ courseware: what }, page);

/** The data model with all the time so far, since the run-time adds it up only at an orderly end. */
function stateNow() {
  const state = api.renderCMIToJSONObject();
  const holder = isFirstEdition ? state.cmi.core : state.cmi;
  holder.total_time = api.cmi.getCurrentTotalTime();
  return JSON.stringify(state);
}

const bodyOf = (state) => JSON.stringify({ seq: (seq += 1), memory: JSON.parse(state) });

async function keep() {
  clearTimeout(timer);
  const state = stateNow();
  if (isSending || state === kept) return;
  isSending = true;
  tell('keeping');
  const answer = await fetch(keepAt, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: bodyOf(state),
  }).catch(() => null);
  isSending = false;
  if (answer?.ok) {
    kept = state;
    tell('kept');
    if (stateNow() !== kept) keepSoon();
  } else {
    tell('waiting');
    timer = setTimeout(keep, TRY_AGAIN_MS);
  }
}

function keepSoon() {
  clearTimeout(timer);
  timer = setTimeout(keep, KEEP_AFTER_MS);
}

/** What was said last while the page goes away: a phone may never come back to it. */
function keepLeaving() {
  const state = stateNow();
  if (state === kept) return;
  const body = bodyOf(state);
  if (body.length < MOST_BEACON_BYTES) navigator.sendBeacon(keepAt, body);
}

const prefix = isFirstEdition ? 'LMS' : '';
api.on(`${prefix}SetValue`, keepSoon);
api.on(`${prefix}Commit`, () => void keep());
api.on(isFirstEdition ? 'LMSFinish' : 'Terminate', () => {
  void keep();
  tell('left');
});
addEventListener('pagehide', keepLeaving);
document.addEventListener('visibilitychange', () => {
  if (document.visibilityState === 'hidden') keepLeaving();
});

globalThis[isFirstEdition ? 'API' : 'API_1484_11'] = api;
document.getElementById('unit').src = entry;
tell('started');
