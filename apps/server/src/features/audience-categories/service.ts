// The door of audience categories (干部类别): the six and the installation's own.
export {
  addAudienceCategory,
  deleteAudienceCategory,
  orderAudienceCategories,
  saveAudienceCategory,
  setCategoryState,
} from './change.ts';
export {
  categoryOrNone,
  categoryWord,
  demandCategory,
  demandGivenCategory,
  demandShownCategory,
  inCategoryOrder,
  knownCategories,
  nameOf,
  ownCategories,
  type Category,
} from './known.ts';
export { listAudienceCategories, readCategoryRegister } from './register.ts';
