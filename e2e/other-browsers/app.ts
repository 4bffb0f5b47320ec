// The page as a person sees it, in any browser: what is done and read by the words on the screen.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test as base, expect } from '@playwright/test';
import { pictures, type Scene } from '../scenes';
import { askPage } from './in-page';
import { shareOf } from './picture';
import type { Tab } from './tab';

/** A dot's diameter, in CSS pixels. */
const DOT = 8;

/** Each test has a browser of its own, and fails on any error that the page did not catch. */
export const testIn = (openTab: () => Promise<Tab>) =>
  base.extend<{ app: App }>({
    app: async ({ baseURL }, use, info) => {
      const tab = await openTab();
      try {
        await use(new App(tab, baseURL ?? '', info.outputPath('pictures')));
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
    await this.expectText(/s a picture/);
  }

  /** Waits until the page says so, or its region or dialog of this name. */
  async expectText(words: RegExp, part = ''): Promise<void> {
    const message = `${part || 'the page'} says ${words}`;
    // biome-ignore lint/performance/useDomNodeTextContent: only what is in sight is said
    const said = () => this.tab.run((name = '') => asked.part(name)?.innerText ?? '', part);
    await expect.poll(said, { message }).toMatch(words);
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
    await this.expectText(/Saved \d/);
  }

  async expectLearned(): Promise<void> {
    await this.expectText(/from all 24\./, 'Train');
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
    await this.choose(/^(Choose a picture|Another picture)$/, 'Try', 'dots', 1, 99);
    await this.expectText(/Class 2\s*(>\s*)?(5[1-9]|[6-9]\d)\s%/, 'Try');
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

  /** Measures the learning curve: its last point is a dot, and nothing is painted beside it. */
  async expectDots(): Promise<void> {
    const card = 'How many pictures does it take?';
    await this.press(/^Transfer$/);
    await this.press(/^Measure transfer/, card);
    const lastPoint = () =>
      this.tab.run((name) => {
        const dot = asked
          .part(name)
          ?.querySelector<HTMLElement>('[data-point][style*="left: 100%"]');
        if (!dot) return null;
        dot.scrollIntoView({ block: 'center' });
        const { left, right, top, bottom } = dot.getBoundingClientRect();
        const colour = getComputedStyle(dot).backgroundColor.match(/\d+/g)?.map(Number) ?? [];
        return { left: (left + right) / 2, top: (top + bottom) / 2, colour };
      }, card);
    await expect
      .poll(
        async () => {
          const point = await lastPoint();
          if (!point) return 'no last point';
          const { left, top, colour } = point;
          const picture = await this.tab.painted();
          const [above, below] = [top - DOT / 2, top + DOT / 2];
          const dot = { left: left - DOT / 2, right: left + DOT / 2, top: above, bottom: below };
          const beside = { left: left + DOT, right: left + 3 * DOT, top: above, bottom: below };
          return {
            dot: shareOf(colour, picture, dot) > 0.4,
            beside: shareOf(colour, picture, beside) > 0,
          };
        },
        { message: 'the last point of the curve is a dot' },
      )
      .toEqual({ dot: true, beside: false });
  }
}
