// What units of courseware do in the packages of tests. Used by tests only.

export const pageOf = (title: string, scripts: readonly string[]): string => `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>${title}</title></head>
<body>
<h1>${title}</h1>
<p id="state">opening</p>
<button id="half" type="button">Half way</button>
<button id="done" type="button">Done</button>
${scripts.map((name) => `<script src="${name}"></script>`).join('\n')}
</body>
</html>
`;

/** Looks for what it speaks with as content of SCORM does: in its window and those above it. */
const FIND_API = `function find(name) {
  for (var at = window, steps = 0; steps < 20; steps += 1) {
    try { if (at[name]) return at[name]; } catch (error) { /* Another origin: further up there is nothing. */ }
    if (at.parent === at) break;
    at = at.parent;
  }
  return null;
}
function say(words) { document.getElementById('state').textContent = words; }
function when(id, deed) { document.getElementById(id).addEventListener('click', deed); }
`;

export const SCRIPT_12 = `(function () {
${FIND_API}
var api = find('API');
if (!api || api.LMSInitialize('') !== 'true') { say('nobody to speak with'); return; }
function set(name, value) { return api.LMSSetValue('cmi.' + name, value); }
function commit(words) { say(api.LMSCommit('') === 'true' ? words : 'not kept: ' + api.LMSGetLastError()); }
var place = api.LMSGetValue('cmi.core.lesson_location');
say(place ? 'resumed at ' + place + ' with ' + api.LMSGetValue('cmi.suspend_data')
  : 'begun by ' + api.LMSGetValue('cmi.core.student_name'));
if (api.LMSGetValue('cmi.core.lesson_status') === 'not attempted') set('core.lesson_status', 'incomplete');
when('half', function () {
  set('core.lesson_location', 'page-2');
  set('suspend_data', 'seen=1,2');
  set('core.exit', 'suspend');
  commit('half way');
});
when('done', function () {
  set('core.score.min', '0');
  set('core.score.max', '100');
  set('core.score.raw', '85');
  set('core.lesson_status', 'completed');
  commit('finished');
});
window.addEventListener('pagehide', function () { api.LMSFinish(''); });
})();
`;

export const SCRIPT_2004 = `(function () {
${FIND_API}
var api = find('API_1484_11');
if (!api || api.Initialize('') !== 'true') { say('nobody to speak with'); return; }
function set(name, value) { return api.SetValue('cmi.' + name, value); }
function commit(words) { say(api.Commit('') === 'true' ? words : 'not kept: ' + api.GetLastError()); }
var place = api.GetValue('cmi.location');
say(place ? 'resumed at ' + place + ' with ' + api.GetValue('cmi.suspend_data')
  : 'begun by ' + api.GetValue('cmi.learner_name'));
if (api.GetValue('cmi.completion_status') === 'unknown') set('completion_status', 'incomplete');
when('half', function () {
  set('location', 'page-2');
  set('suspend_data', 'seen=1,2');
  set('exit', 'suspend');
  commit('half way');
});
when('done', function () {
  set('score.min', '0');
  set('score.max', '100');
  set('score.raw', '85');
  set('score.scaled', '0.85');
  set('success_status', 'passed');
  set('completion_status', 'completed');
  commit('finished');
});
window.addEventListener('pagehide', function () { api.Terminate(''); });
})();
`;

/** Of the statements only those that every assignable unit sends. */
export const SCRIPT_CMI5 = `(async function () {
function say(words) { document.getElementById('state').textContent = words; }
const given = new URLSearchParams(location.search);
const endpoint = given.get('endpoint').replace(/\\/?$/, '/');
const actor = JSON.parse(given.get('actor'));
const registration = given.get('registration');
const activityId = given.get('activityId');
const begun = Date.now();
try {
  const handed = await fetch(given.get('fetch'), { method: 'POST' });
  const token = (await handed.json())['auth-token'];
  const call = function (path, query, options) {
    return fetch(endpoint + path + (query ? '?' + new URLSearchParams(query) : ''), {
      ...options,
      headers: {
        authorization: 'Basic ' + token,
        'x-experience-api-version': '1.0.3',
        'content-type': 'application/json',
      },
    });
  };
  const about = { activityId, agent: JSON.stringify(actor), registration };
  const launch = await (await call('activities/state', { ...about, stateId: 'LMS.LaunchData' })).json();
  const tell = async function (verb, more) {
    const answer = await call('statements', null, {
      method: 'POST',
      body: JSON.stringify({
        id: crypto.randomUUID(),
        timestamp: new Date().toISOString(),
        actor,
        verb: { id: 'http://adlnet.gov/expapi/verbs/' + verb, display: { en: verb } },
        object: { objectType: 'Activity', id: activityId },
        ...more,
        context: {
          ...launch.contextTemplate,
          registration,
          contextActivities: {
            ...(launch.contextTemplate.contextActivities || {}),
            category: [{ id: 'https://w3id.org/xapi/cmi5/context/categories/cmi5' }].concat(
              more && more.result && verb !== 'terminated'
                ? [{ id: 'https://w3id.org/xapi/cmi5/context/categories/moveon' }] : []),
          },
        },
      }),
    });
    if (!answer.ok) throw new Error(verb + ' ' + answer.status);
  };
  const duration = function () { return 'PT' + Math.ceil((Date.now() - begun) / 1000) + 'S'; };
  await tell('initialized');
  const kept = await call('activities/state', { ...about, stateId: 'place' });
  const place = kept.ok ? (await kept.json()).place : '';
  say(place ? 'resumed at ' + place : 'begun, to move on ' + launch.moveOn);
  document.getElementById('half').addEventListener('click', async function () {
    await call('activities/state', { ...about, stateId: 'place' },
      { method: 'PUT', body: JSON.stringify({ place: 'page-2' }) });
    say('half way');
  });
  document.getElementById('done').addEventListener('click', async function () {
    try {
      await tell('completed', { result: { completion: true, duration: duration() } });
      await tell('passed', { result: { success: true, score: { scaled: 0.85 }, duration: duration() } });
      await tell('terminated', { result: { duration: duration() } });
      say('finished');
    } catch (error) { say('not kept: ' + error.message); }
  });
} catch (error) { say('nobody to speak with: ' + error.message); }
})();
`;
