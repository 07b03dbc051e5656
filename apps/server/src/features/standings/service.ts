// Where everybody stands in a training year: a read model that grows with people, not with requests.
export { refreshStandingsHandler } from './refresh-standings.handler.ts';
export { PASS_DAY, passDayHandler, passDays } from './pass-day.job.ts';
export { REFRESH_STANDINGS, settleNext, settleStandings, staleCount } from './settle.ts';
export { sumTallies, talliesOf, tallySums, type TallyRow } from './tallies.ts';
export { describeStandings, listStandings, type ListedPerson } from './list.ts';
export { foldName, namesLike } from './name-search.ts';
export { daysLeftOf, type StandingRow } from './compute.ts';
export { standingsThen, type KnownThen, type StandingThen } from './compute-then.ts';
