import { expect, test, vi } from 'vitest';
import { formatsFor } from './format';
import { i18n, startI18n } from './i18n';

test('a name from right to left, or with controls, cannot turn its sentence around', async () => {
  vi.stubGlobal('document', { documentElement: {} });
  vi.stubGlobal('navigator', { languages: ['en'] });
  await startI18n();
  expect(i18n.t('try.taught', { name: 'קטה' })).toBe('Added to \u2068קטה\u2069');
  expect(i18n.t('try.taught', { name: 'a\u202eevil' })).toBe('Added to \u2068a\u202eevil\u2069');
  expect(i18n.t('try.taught', { name: '<b> & 猫' })).toBe('Added to <b> & 猫');
  expect(formatsFor('en').list(['קטה', 'Dog'])).toBe('\u2068קטה\u2069 and Dog');
});
