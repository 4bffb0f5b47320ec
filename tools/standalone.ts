// Bundles src/standalone, which is all of the one-file page except the classifier, into a module of
// the app. The module is text that is loaded when somebody exports the page.
import { createHash } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { build, type Plugin } from 'vite';

const MODULE = 'virtual:standalone';
const ENTRY = fileURLToPath(new URL('../src/standalone/main.ts', import.meta.url));

/** Provides `virtual:standalone`, as src/standalone/virtual.d.ts declares it. */
export function standalone(): Plugin {
  return {
    name: 'standalone',
    resolveId: (id) => (id === MODULE ? `\0${MODULE}` : undefined),
    async load(id) {
      if (id !== `\0${MODULE}`) return undefined;
      const { script, style } = await bundle();
      return [
        `export const script = ${JSON.stringify(script)};`,
        `export const style = ${JSON.stringify(style)};`,
        `export const hashes = ${JSON.stringify({ script: hashOf(script), style: hashOf(style) })};`,
      ].join('\n');
    },
  };
}

/** The hash of an inline script or style, in the form that a Content-Security-Policy uses. */
const hashOf = (text: string) => `sha256-${createHash('sha256').update(text).digest('base64')}`;

async function bundle(): Promise<{ script: string; style: string }> {
  const result = await build({
    configFile: false,
    logLevel: 'warn',
    publicDir: false,
    build: {
      write: false,
      target: 'es2022',
      // Everything must be in the file itself.
      assetsInlineLimit: Number.MAX_SAFE_INTEGER,
      modulePreload: false,
      // Otherwise a script would write the style into the page, which its policy blocks.
      cssCodeSplit: false,
      rolldownOptions: { input: ENTRY, output: { format: 'iife', codeSplitting: false } },
    },
  });
  const [made] = [result].flat();
  if (!made || !('output' in made)) throw new Error('the standalone page was not built');
  let script = '';
  let style = '';
  for (const file of made.output) {
    if (file.type === 'chunk') script += file.code;
    else if (file.fileName.endsWith('.css')) style += String(file.source);
  }
  // No text inside the script may end it.
  return { script: script.replaceAll('</script', '<\\/script'), style };
}
