import { describe, expect, it } from 'vitest';
import { decodeNames } from './names';

/** Writes in an encoding that the platform can only read. */
function encoder(encoding: string): (text: string) => Uint8Array {
  const decoder = new TextDecoder(encoding);
  const bytesOf = new Map<string, number[]>();
  const know = (...bytes: number[]) => {
    const letter = decoder.decode(Uint8Array.from(bytes));
    if (Array.from(letter).length === 1 && !bytesOf.has(letter)) bytesOf.set(letter, bytes);
  };
  for (let lead = 0; lead < 256; lead++) know(lead);
  for (let lead = 0x81; lead < 0xff; lead++) {
    for (let trail = 0x40; trail < 0xff; trail++) know(lead, trail);
  }
  return (text) => Uint8Array.from(Array.from(text).flatMap((each) => bytesOf.get(each) ?? []));
}

const CYRILLIC = 'кошка собака Камень НОЖНИЦЫ рыба';

describe.each([
  ['gbk', '猫 石头 小猫 狗 剪刀 布 苹果 向日葵 老虎 正常 戴口罩 可回收垃圾'],
  ['shift_jis', 'ネコ イヌ いぬ リンゴ グー チョキ 自転車 正常'],
  ['euc-kr', '고양이 강아지 사과 가위 바위 자동차 토끼'],
  ['windows-1251', CYRILLIC],
  ['ibm866', CYRILLIC],
  ['windows-1252', 'école España Hände'],
  ['utf-8', '猫 石头 ネコ 고양이 кошка école γάτα قطة แมว 🦊'],
])('%s', (encoding, text) => {
  const bytesOf =
    encoding === 'utf-8' ? (each: string) => new TextEncoder().encode(each) : encoder(encoding);
  const names = text.split(' ').map((name) => `${name}/1.jpg`);

  it.each(names)('%s alone', (name) => {
    expect(decodeNames([bytesOf(name)])).toEqual([name]);
  });

  it('is guessed once for all names', () => {
    expect(decodeNames(names.map(bytesOf))).toEqual(names);
  });
});

it('reads a name that could be anything as its neighbours', () => {
  const gbk = encoder('gbk');
  const names = ['玫瑰/1.jpg', '郁金香/1.jpg', 'plain/1.jpg'];
  expect(decodeNames(names.map(gbk))).toEqual(names);
});

it('is not misled by a name that is damaged', () => {
  const gbk = encoder('gbk');
  const names = ['石头/1.jpg', '苹果/1.jpg'];
  const [rock, apple, damaged] = decodeNames([...names.map(gbk), Uint8Array.of(0x61, 0xc3)]);
  expect([rock, apple]).toEqual(names);
  expect(damaged).toBe('a├');
});
