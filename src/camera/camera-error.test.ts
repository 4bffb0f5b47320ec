import { expect, it } from 'vitest';
import { cameraError, type PageContext } from './camera-error';

const refused = (message = 'Permission denied') =>
  Object.assign(new Error(message), { name: 'NotAllowedError' });
const tab: PageContext = { embedded: false, allowed: true, installed: false };

it.each<[string, PageContext, string?]>([
  ['denied', tab],
  ['denied', { ...tab, allowed: undefined }],
  ['denied-in-app', { ...tab, installed: true }],
  ['denied-by-server', { ...tab, allowed: false }],
  ['denied-by-page', { ...tab, embedded: true, allowed: false }],
  ['denied-by-page', { ...tab, embedded: true, allowed: undefined }],
  ['denied', { ...tab, embedded: true }],
  ['denied-by-system', tab, 'Permission denied by system'],
  ['denied-by-system', { ...tab, installed: true }, 'Permission denied by system'],
])('a refusal is %s in %o', (kind, context, message) => {
  expect(cameraError(refused(message), context).kind).toBe(kind);
});

it('tells other errors by their names, wherever the page stands', () => {
  const busy = Object.assign(new Error('Permission denied by system'), { name: 'AbortError' });
  expect(cameraError(busy, { ...tab, embedded: true }).kind).toBe('busy');
  expect(cameraError(undefined, tab).kind).toBe('failed');
});
