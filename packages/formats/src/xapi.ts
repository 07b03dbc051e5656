// The Experience API (xAPI 1.0.3) as it is read. A door of its own: only courseware speaks it.
export { isSameAgent, type XapiAgent } from './xapi/agents.ts';
export { isObject, isSoundJson, type JsonObject } from './xapi/check.ts';
export { readParameters, type ParameterKind, type ParametersRead } from './xapi/parameters.ts';
export { parseStatement, VOIDED, type XapiStatement } from './xapi/statement.ts';
