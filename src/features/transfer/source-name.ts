// The names of ImageNet's classes: the first of their English synonyms and, for common classes, in
// Chinese.
import chinese from '../../i18n/imagenet.zh-CN.json';
import type { Language } from '../../i18n/language';
import type { SourceAnswer } from '../../model/prediction';

const inChinese = new Map<string, string>(Object.entries(chinese));

export function sourceName({ classIndex, name }: SourceAnswer, language: Language): string {
  const [english = name] = name.split(',', 1);
  return (language === 'zh-CN' && inChinese.get(String(classIndex))) || english;
}
