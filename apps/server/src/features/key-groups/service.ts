// The door of key groups (重点对象): the six and the installation's own.
export { addKeyGroup, deleteKeyGroup, saveKeyGroup, setKeyGroupState } from './change.ts';
export {
  demandInUse,
  demandKeyGroup,
  demandShownKeyGroup,
  inKeyGroupOrder,
  keyGroupWord,
  knownKeyGroups,
  type KeyGroup,
} from './known.ts';
export { listKeyGroups, readKeyGroupRegister } from './register.ts';
