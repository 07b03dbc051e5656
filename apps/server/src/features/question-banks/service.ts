// The door of the question banks that authors keep in the studio.
export { countDraws } from './draws.ts';
export { exportBank, readBankExports } from './export.ts';
export { listBankItemHistory, returnBankItem } from './history.ts';
export { listBanks, readBank, readBankItem } from './read.ts';
export { checkBankPictures } from './check-pictures.ts';
export { keptBankPicture, removeBankPicture, sendBankPicture } from './pictures.ts';
export { addBankItems, beginBank, retireBankItem, saveBank, saveBankItem } from './write.ts';
export { readBankQuestions } from './questions.ts';
