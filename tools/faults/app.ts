// What a page is built from here: the store, with everything below it, and no view.
export { savedView } from '../../src/app/saved-view';
export { openApp, useApp } from '../../src/store/app-store';
