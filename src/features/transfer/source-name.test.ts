import { expect, test } from 'vitest';
import chinese from '../../i18n/imagenet.zh-CN.json';
import { sourceName } from './source-name';

const ant = { classIndex: 310, name: 'ant, emmet, pismire', probability: 1 };
const appenzeller = { classIndex: 240, name: 'Appenzeller', probability: 1 };

test('classes are called by their first synonym, and in Chinese where they are common', () => {
  expect(sourceName(ant, 'en')).toBe('ant');
  expect(sourceName(ant, 'zh-CN')).toBe('蚂蚁');
  expect(sourceName(appenzeller, 'zh-CN')).toBe('Appenzeller');
});

test('Chinese names are of classes that there are, and no two of them are the same', () => {
  const entries = Object.entries(chinese);
  expect(entries.filter(([index]) => !(Number(index) >= 0 && Number(index) < 1000))).toEqual([]);
  expect(new Set(entries.map(([, name]) => name)).size).toBe(entries.length);
});
