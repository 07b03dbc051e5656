// The door of audience categories (干部类别): the six and the installation's own.
export {
  addAudienceCategory,
  deleteAudienceCategory,
  orderAudienceCategories,
  saveAudienceCategory,
  setCategoryState,
} from './change.ts';
export {
  inListedOrder as inCategoryOrder,
  wordOf as categoryWord,
} from '../coded-names/service.ts';
export {
  categoryOrNone,
  demandCategory,
  demandGivenCategory,
  demandShownCategory,
  knownCategories,
  nameOf,
  ownCategories,
  rememberedCategories,
  type Category,
} from './known.ts';
export { listAudienceCategories, readCategoryRegister } from './register.ts';
