// The page as a person sees it, in any browser: what is done and read by the words on the screen.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test as base, expect } from '@playwright/test';
import { pictures, type Scene } from '../scenes';
import { askPage } from './in-page';
import { shareOf } from './picture';
import type { Tab } from './tab';

/** A dot's diameter, with the line's own width. */
const DOT = 8;

/** Each test has a browser of its own, and fails on any error that the page did not catch. */
export const testIn = (openTab: () => Promise<Tab>) =>
  base.extend<{ app: App }>({
    app: async ({ baseURL = '' }, use, info) => {
      const tab = await openTab();
      try {
        await use(new App(tab, baseURL, info.outputPath('pictures')));
        expect(await tab.problems()).toEqual([]);
      } finally {
        await tab.close();
      }
    },
  });

export class App {
  constructor(
    readonly tab: Tab,
    private readonly url: string,
    /** Where the pictures that it chooses are written. */
    private readonly folder: string,
  ) {}

  /** Opens the page, or loads it again, and waits until the engine is ready. */
  async open(): Promise<void> {
    await this.tab.open(this.url);
    await this.tab.run(askPage);
    await this.expectText(/s a picture/, '', 60_000);
  }

  /** Waits until the page says so, or its region or dialog of this name. */
  async expectText(words: RegExp, part = '', timeout = 20_000): Promise<void> {
    const message = `${part || 'the page'} says ${words}`;
    // biome-ignore lint/performance/useDomNodeTextContent: only what is in sight is said
    const said = () => this.tab.run((name = '') => asked.part(name)?.innerText ?? '', part);
    await expect.poll(said, { message, timeout }).toMatch(words);
  }

  /** Presses the button, radio button or menu item that has such a name. */
  async press(name: RegExp, part = ''): Promise<void> {
    const message = `${part || 'the page'} has a button ${name}`;
    const find = (name = '', part = '') => asked.control(name, part);
    const isThere = (name = '', part = '') => asked.control(name, part) !== undefined;
    await expect.poll(() => this.tab.run(isThere, name.source, part), { message }).toBe(true);
    await this.tab.click(find, name.source, part);
  }

  /** Chooses pictures of a scene by a button. */
  async choose(button: RegExp, part: string, scene: Scene, count: number, from = 0): Promise<void> {
    mkdirSync(this.folder, { recursive: true });
    const paths = pictures(scene, count, from).map(({ name, buffer }) => {
      const path = join(this.folder, name);
      writeFileSync(path, buffer);
      return path;
    });
    await this.press(button, part);
    await this.tab.giveFiles(paths, () => asked.fileInput);
  }

  /** Twelve pictures for each of two classes, and the training that follows by itself. */
  async teach(): Promise<void> {
    for (const [name, scene] of [
      ['Class 1', 'stripes'],
      ['Class 2', 'dots'],
    ] as const) {
      await this.choose(/^(Files|Choose pictures)$/, name, scene, 12);
      await this.expectText(/12 pictures/, name);
    }
    await this.expectLearned();
  }

  async expectLearned(): Promise<void> {
    await this.expectText(/from all 24\./, 'Train', 30_000);
    await this.expectText(/Saved \d/);
  }

  /** The curves of accuracy and loss are lines that somebody can see. */
  async expectCurves(): Promise<void> {
    await expect
      .poll(
        () =>
          this.tab.run(() =>
            [...document.querySelectorAll('canvas')].map(
              (canvas) =>
                canvas
                  .getContext('2d')
                  ?.getImageData(0, 0, canvas.width, canvas.height)
                  .data.some((value) => value > 0) ?? false,
            ),
          ),
        { message: 'two charts with lines' },
      )
      .toEqual([true, true]);
  }

  /** A picture that it has not seen gets the answer that it should. */
  async expectAnswer(): Promise<void> {
    await this.press(/^Picture$/, 'Try');
    await this.choose(/choose|another/i, 'Try', 'dots', 1, 99);
    await this.expectText(/Class 2\s*(> )?(5[1-9]|[6-9]\d) %/, 'Try');
  }

  /** From the first visit to the second: taught by files, answered, and all of it there again. */
  async expectMainJob(): Promise<void> {
    await this.open();
    await this.teach();
    await this.expectCurves();
    await this.expectAnswer();
    await this.open();
    await this.expectText(/12 pictures/, 'Class 1');
    await this.expectText(/12 pictures/, 'Class 2');
    await this.expectLearned();
    await this.expectCurves();
    await this.expectAnswer();
  }

  /** An open dialog shows all that it has, or as much of it as the window has room for. */
  async expectWhole(dialog: string): Promise<void> {
    const message = `${dialog} is as high as what is in it`;
    await expect
      .poll(
        () =>
          this.tab.run((name) => {
            const body = asked.part(name)?.querySelector(':scope > div');
            if (!body?.parentElement) return 'not there';
            if (body.parentElement.offsetHeight > innerHeight * 0.8) return 'whole';
            return body.scrollHeight > body.clientHeight
              ? `${body.clientHeight} of ${body.scrollHeight} px`
              : 'whole';
          }, dialog),
        { message },
      )
      .toBe('whole');
  }

  /** Measures the learning curve: each of its points is a dot, and nothing is drawn beside the chart. */
  async expectDots(): Promise<void> {
    const part = 'How many pictures does it take?';
    await this.press(/^Transfer$/);
    await this.press(/^Measure transfer/, part);
    const lastPoint = () =>
      this.tab.run((name) => {
        const chart = asked.part(name)?.querySelector('svg[viewBox="0 0 1 1"]');
        const dot = chart?.querySelector('path[d^="M1 "]');
        if (!chart || !dot) return null;
        chart.scrollIntoView({ block: 'center' });
        const { left, right, top, bottom } = chart.getBoundingClientRect();
        const colour = getComputedStyle(dot).stroke.match(/\d+/g)?.map(Number) ?? [];
        return { left, right, top, bottom, colour };
      }, part);
    await expect
      .poll(lastPoint, { message: 'the curve has its last point', timeout: 40_000 })
      .not.toBeNull();
    const chart = await lastPoint();
    if (!chart) throw new Error('the curve is gone again');
    const { left, right, top, bottom, colour } = chart;
    const beside = { left: right + DOT, right: right + 3 * DOT, top, bottom };
    await expect
      .poll(
        async () => {
          const picture = await this.tab.painted();
          return [
            shareOf(colour, picture, { left, right, top, bottom }) > 0,
            shareOf(colour, picture, beside) > 0,
          ];
        },
        { message: 'the curve’s colour in the chart, but not beside it' },
      )
      .toEqual([true, false]);
  }
}
