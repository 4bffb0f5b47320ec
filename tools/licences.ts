// Collects the licences of everything that ships, for the page to show: of each package that put
// code, styles, fonts or wasm into the build, and of the backbones.
import { readdirSync, readFileSync } from 'node:fs';
import { join, sep } from 'node:path';
import type { Plugin } from 'vite';

export interface LicencesFile {
  /** Each text once, because many packages share one. */
  texts: string[];
  licences: {
    kind: 'backbone' | 'package';
    name: string;
    version: string;
    terms: string;
    /** An index into `texts`. */
    text?: number;
  }[];
}

/** Bundled into the service worker, which has its own build after the page's. */
const IN_SERVICE_WORKER = [
  'workbox-core',
  'workbox-precaching',
  'workbox-routing',
  'workbox-strategies',
];

const BACKBONES = 'public/backbones';

/** The part of a backbone's card that is needed here. */
interface BackboneCard {
  name: string;
  source: { packageVersion: string };
  licence: { spdx: string; file: string };
}

/** For packages, tfjs's among them, that name this licence but do not include its text. */
const APACHE = 'tools/convert-backbones/apache-2.0.txt';

const TEXT = /^(licen[cs]e|copying|notice)/i;

/** Folders of packages that are part of the build. Workers are bundled before the page. */
const shipped = new Set<string>();

/**
 * Notes which packages a bundle contains. Add it to the page's build and to its workers' builds.
 */
export function noteShipped(): Plugin {
  return {
    name: 'note-shipped',
    apply: 'build',
    generateBundle(_, bundle) {
      for (const output of Object.values(bundle)) {
        const files = output.type === 'chunk' ? output.moduleIds : output.originalFileNames;
        for (const file of files) {
          const folder = packageOf(file);
          if (folder) shipped.add(folder);
        }
      }
    },
  };
}

/** Writes licences.json. In the page's build it must come after `noteShipped`. */
export function licences(): Plugin {
  return {
    name: 'licences',
    apply: 'build',
    generateBundle() {
      for (const name of IN_SERVICE_WORKER) shipped.add(join('node_modules', name));
      this.emitFile({
        type: 'asset',
        fileName: 'licences.json',
        source: JSON.stringify(fileOf([...shipped])),
      });
    },
  };
}

/** The package's folder, relative to the repository's root. Undefined for our own files. */
function packageOf(file: string): string | undefined {
  const path = file.split('?')[0]?.replaceAll(sep, '/') ?? '';
  const start = path.lastIndexOf('node_modules/');
  if (start < 0) return undefined;
  const [scope = '', name = ''] = path.slice(start + 'node_modules/'.length).split('/');
  const from = path.indexOf('node_modules/');
  return `${path.slice(from, start)}node_modules/${scope.startsWith('@') ? `${scope}/${name}` : scope}`;
}

function fileOf(folders: string[]): LicencesFile {
  const texts: string[] = [];
  const indexOf = (text: string) => {
    const known = texts.indexOf(text);
    return known >= 0 ? known : texts.push(text) - 1;
  };
  const packages = new Map<string, LicencesFile['licences'][number]>();
  for (const folder of folders.sort()) {
    const { name, version, license } = readJson(`${folder}/package.json`);
    const text = textOf(folder) ?? (license === 'Apache-2.0' ? readText(APACHE) : undefined);
    packages.set(`${name} ${version}`, {
      kind: 'package',
      name: String(name),
      version: String(version),
      terms: typeof license === 'string' ? license : 'unknown',
      ...(text === undefined ? {} : { text: indexOf(text) }),
    });
  }
  const backbones = readdirSync(BACKBONES).map((id) => {
    const card = readJson(join(BACKBONES, id, 'card.json')) as unknown as BackboneCard;
    const text = readText(join(BACKBONES, id, card.licence.file));
    return {
      kind: 'backbone' as const,
      name: card.name,
      version: card.source.packageVersion,
      terms: card.licence.spdx,
      text: indexOf(text),
    };
  });
  return { texts, licences: [...backbones, ...packages.values()] };
}

function textOf(folder: string): string | undefined {
  const files = readdirSync(folder).filter((name) => TEXT.test(name) && !/\.[jt]sx?$/.test(name));
  const texts = files.sort().map((name) => readText(join(folder, name)));
  return texts.length > 0 ? texts.join('\n\n') : undefined;
}

function readText(path: string): string {
  return readFileSync(path, 'utf8').trim();
}

function readJson(path: string): Record<string, unknown> {
  return JSON.parse(readFileSync(path, 'utf8')) as Record<string, unknown>;
}
