import { AUDIENCE_CATEGORY_CODE } from '@xueshi/domain';

const CODE = new RegExp(AUDIENCE_CATEGORY_CODE);

/** Whether a text can be the code of a category; whether there is such a category the API says. */
export const isCategory = (text: string): boolean => CODE.test(text);
