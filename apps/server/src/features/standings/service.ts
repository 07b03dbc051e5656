// Where everybody stands in a training year: a read model that grows with people, not with requests.
export { refreshStandingsHandler } from './refresh-standings.handler.ts';
export { PASS_DAY, passDayHandler, passDays } from './pass-day.job.ts';
export { REFRESH_STANDINGS, settleStandings, staleCount } from './settle.ts';
export { sumTallies, talliesOf, type TallyRow, type TallyScope } from './tallies.ts';
export { listStandings, SORTS, type ListedPerson, type Sort, type Wanted } from './list.ts';
export { foldName } from './name-search.ts';
export { daysLeftOf } from './compute.ts';
