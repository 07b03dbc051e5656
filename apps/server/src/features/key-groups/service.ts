// The door of key groups (重点对象): the six and the installation's own.
export { addKeyGroup, deleteKeyGroup, saveKeyGroup, setKeyGroupState } from './change.ts';
export {
  inListedOrder as inKeyGroupOrder,
  wordOf as keyGroupWord,
} from '../coded-names/service.ts';
export {
  demandInUse,
  demandKeyGroup,
  demandShownKeyGroup,
  knownKeyGroups,
  namedKeyGroups,
  type KeyGroup,
} from './known.ts';
export { listKeyGroups, readKeyGroupRegister } from './register.ts';
