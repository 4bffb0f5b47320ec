// What the views need to make files of a drop, a paste or a chosen list.
export { filesFromList, filesFromTransfer } from '../pictures/files';
