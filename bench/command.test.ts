import { describe, expect, it } from 'vitest';
import { parseBenchOptions, parseEvalOptions, UsageError } from './command';

describe('the options of eval', () => {
  it('have defaults for all but the folder', () => {
    expect(parseEvalOptions(['--data', 'here'])).toEqual({
      data: 'here',
      shots: [10],
      draws: 5,
      seed: 1,
      backbone: undefined,
      inputSize: undefined,
      head: undefined,
      backend: undefined,
      compare: undefined,
      json: undefined,
    });
  });

  it('are read', () => {
    const args =
      '--data d --shots all --draws 2 --backbone efficientnet-lite0 --head=mlp --backend wasm --input-size 160 --seed 0 --outsiders o --score energy --json f';
    expect(parseEvalOptions(args.split(' '))).toEqual({
      data: 'd',
      shots: 'all',
      draws: 2,
      seed: 0,
      backbone: 'efficientnet-lite0',
      inputSize: 160,
      head: 'mlp',
      backend: 'wasm',
      outsiders: 'o',
      score: 'energy',
      compare: undefined,
      json: 'f',
    });
  });

  it('name a strategy and its freeze line', () => {
    const args = ['--data', 'd', '--strategy', 'finetune', '--freeze', '12', '--epochs', '9'];
    expect(parseEvalOptions(args)).toMatchObject({ strategy: 'finetune', freeze: 12, epochs: 9 });
    const retain = ['--data', 'd', '--strategy', 'retain', '--freeze', '12'];
    expect(parseEvalOptions(retain)).toMatchObject({ strategy: 'retain', freeze: 12 });
  });

  it('name an example instead of a folder, and what is compared', () => {
    const args = ['--example', 'papers', '--compare', 'layers'];
    expect(parseEvalOptions(args)).toMatchObject({
      data: { example: 'papers' },
      compare: 'layers',
    });
  });

  it.each([
    [[], '--data DIR is missing'],
    [['--example', 'rock-paper-scissors'], '--example is one of cells, sounds, papers'],
    [['--example', 'cells', '--data', 'd'], '--example goes with no --data'],
    [['--data', 'd', '--compare', 'heads'], '--compare is one of layers, tasks'],
    [['--data', 'd', '--compare', 'layers', '--strategy', 'full'], '--compare goes with no'],
    [['--data', 'd', '--compare', 'tasks'], '--compare tasks goes with an --example'],
    [['--example', 'papers', '--compare', 'tasks'], '--compare tasks goes with an --example'],
    [['--data'], 'argument missing'],
    [['--data', 'd', '--shots', 'ten'], '--shots is a whole number from 1, not "ten"'],
    [['--data', 'd', '--shots', '0'], '--shots is'],
    [['--data', 'd', '--shots', '10,'], '--shots is'],
    [['--data', 'd', '--shots', '1.5'], '--shots is'],
    [['--data', 'd', '--draws=-1'], '--draws is'],
    [['--data', 'd', '--seed', ''], '--seed is'],
    [['--data', 'd', '--seed', '4294967296'], '--seed is'],
    [['--data', 'd', '--input-size', '9999'], '--input-size is a whole number from 32 to 512'],
    [['--data', 'd', '--backbone', 'vgg'], '--backbone is one of mobilenet-v2, efficientnet-lite0'],
    [['--data', 'd', '--head', 'tree'], '--head is one of linear, mlp'],
    [['--data', 'd', '--backend', 'tpu'], '--backend is one of'],
    [['--data', 'd', '--strategy', 'luck'], '--strategy is one of frozen, partial'],
    [['--data', 'd', '--strategy', 'scratch', '--freeze', '3'], '--freeze BLOCK goes with'],
    [['--data', 'd', '--freeze', '3'], '--freeze BLOCK goes with'],
    [['--data', 'd', '--epochs', '3'], '--epochs N goes with'],
    [['--data', 'd', '--strategy', 'full', '--outsiders', 'o'], '--outsiders goes with no'],
    [['--data', 'd', '--score', 'luck'], '--score is one of familiarity, nearest-1'],
    [['--data', 'd', '--shot', '3'], "Unknown option '--shot'"],
    [['--data', 'd', 'stray'], 'Unexpected argument'],
  ])('%j is refused in one line', (args, text) => {
    const refused = () => parseEvalOptions(args);
    expect(refused).toThrow(UsageError);
    expect(refused).toThrow(text);
    expect(refused).not.toThrow('\n');
  });
});

describe('the options of bench', () => {
  it('are all optional', () => {
    expect(parseBenchOptions([])).toEqual({ peer: undefined, backend: undefined, json: undefined });
  });

  it('are refused where unknown', () => {
    expect(() => parseBenchOptions(['--data', 'd'])).toThrow(UsageError);
  });
});
