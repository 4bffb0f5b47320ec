// The service worker and the manifest that make an app of the built page, which works without a network.
import { type ManifestOptions, VitePWA } from 'vite-plugin-pwa';
import { SHARED_FIELD } from '../src/app/inbox.ts';

const PICTURES = {
  'image/jpeg': ['.jpg', '.jpeg'],
  'image/png': ['.png'],
  'image/webp': ['.webp'],
  'image/avif': ['.avif'],
  'image/gif': ['.gif'],
  'image/bmp': ['.bmp'],
};
/** Project files, and archives of others. */
const ARCHIVES = { 'application/zip': ['.zip', '.tm'] };

const manifest: Partial<ManifestOptions> = {
  id: './',
  name: 'Apprentice',
  short_name: 'Apprentice',
  description: 'Teach an image classifier by example. Nothing leaves this computer.',
  start_url: './',
  scope: './',
  display: 'standalone',
  background_color: '#f4f5f4',
  theme_color: '#ffffff',
  categories: ['education'],
  icons: [
    { src: 'icons/icon-192.png', sizes: '192x192', type: 'image/png' },
    { src: 'icons/icon-512.png', sizes: '512x512', type: 'image/png' },
    { src: 'icons/maskable-512.png', sizes: '512x512', type: 'image/png', purpose: 'maskable' },
    { src: 'icon.svg', sizes: 'any', type: 'image/svg+xml' },
  ],
  launch_handler: { client_mode: ['focus-existing', 'auto'] },
  share_target: {
    action: './share',
    method: 'POST',
    enctype: 'multipart/form-data',
    params: {
      files: [{ name: SHARED_FIELD, accept: Object.entries({ ...PICTURES, ...ARCHIVES }).flat(2) }],
    },
  },
  file_handlers: [{ action: './', accept: { ...PICTURES, ...ARCHIVES } }],
};

/** Writes service-worker.js, with the list of what it keeps, and manifest.webmanifest. */
export const offline = () =>
  VitePWA({
    strategies: 'injectManifest',
    srcDir: 'src',
    filename: 'service-worker.ts',
    // src/app/offline.ts does it.
    injectRegister: false,
    manifest,
    // All that is there is kept already.
    includeManifestIcons: false,
    injectManifest: {
      globPatterns: ['**/*'],
      // The plugin adds it.
      globIgnores: ['manifest.webmanifest'],
      // Names with a hash in them are what they are for ever.
      dontCacheBustURLsMatching: /^assets\//,
      // The largest are the backbones' weights.
      maximumFileSizeToCacheInBytes: 64e6,
    },
  });
