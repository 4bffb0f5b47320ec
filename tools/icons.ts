// `npm run icons`: draws the installed app's icons into public/icons, where they are committed.
import { mkdirSync } from 'node:fs';
import { chromium } from '@playwright/test';
import { browserOptions } from '../e2e/browser';

const OUT = 'public/icons';
const GROUND = '#f4f5f4';
const INK = '#1a1e1d';
const ACCENT = '#0b6860';

interface Icon {
  name: string;
  side: number;
  /** The share of the side that the mark takes. */
  mark: number;
  /**
   * The radius of the corners, as a share of the side. Other icons have none, because the system
   * cuts them.
   */
  corner: number;
}

const ICONS: Icon[] = [
  { name: 'icon-192', side: 192, mark: 0.7, corner: 0.2 },
  { name: 'icon-512', side: 512, mark: 0.7, corner: 0.2 },
  { name: 'maskable-512', side: 512, mark: 0.5, corner: 0 },
  { name: 'apple-touch-icon', side: 180, mark: 0.6, corner: 0 },
];

/** The mark of public/icon.svg on its own background. */
function drawing({ side, mark, corner }: Icon): string {
  const scale = (side * mark) / 17.25;
  const shift = (extent: number, start: number) => (side - extent * scale) / 2 - start * scale;
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${side}" height="${side}">
    <rect width="${side}" height="${side}" rx="${side * corner}" fill="${GROUND}" />
    <g transform="translate(${shift(18, 2)} ${shift(16, 3)}) scale(${scale})">
      <rect x="2" y="3" width="4" height="16" rx="1" fill="${INK}" />
      <rect x="8" y="6" width="4" height="13" rx="1" fill="${INK}" />
      <rect x="14.75" y="10.75" width="4.5" height="7.5" rx="1" fill="none" stroke="${ACCENT}" stroke-width="1.5" />
    </g>
  </svg>`;
}

mkdirSync(OUT, { recursive: true });
const browser = await chromium.launch(browserOptions());
const page = await browser.newPage();
for (const icon of ICONS) {
  const { name, side } = icon;
  await page.setViewportSize({ width: side, height: side });
  await page.setContent(`<style>* { margin: 0; display: block }</style>${drawing(icon)}`);
  await page.screenshot({ path: `${OUT}/${name}.png`, omitBackground: true });
}
await browser.close();
