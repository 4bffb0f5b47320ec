// How much a project can hold. A project file carries no more, so the page makes no more.

export const MOST_CLASSES = 1000;
/** Answers to the second question. */
export const MOST_ANSWERS = 1000;
export const MOST_PICTURES = 65_000;
/** The most letters in the name of a project, a class, a question or an answer. */
export const MOST_NAME = 80;
/** The most letters of the name of a picture's file. */
export const MOST_FILE_NAME = 100;
/**
 * The most bytes of a project file's list of all this. With longest names, in letters of four
 * bytes, it has 870 bytes a picture.
 */
export const MOST_MANIFEST_BYTES = 64e6;
