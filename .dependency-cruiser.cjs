// The house's rules on who may import whom, room by room. A room may always import from itself.
const within = (room) => (room.endsWith('$') ? `^src/${room}` : `^src/${room}/`);
/** The store's own files, beside the folders of its areas. */
const STORE_ITSELF = 'store/[^/]+$';

const only = (room, ...allowed) => ({
  name: room,
  severity: 'error',
  from: { path: `^src/${room}/`, pathNot: '\\.test\\.tsx?$' },
  to: { path: '^src/', pathNot: [room, ...allowed].map(within) },
});

module.exports = {
  forbidden: [
    {
      // By type as well as by value.
      name: 'no-circular',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'no-orphans',
      severity: 'error',
      from: { orphan: true, path: '^src/', pathNot: '\\.(test|d)\\.ts$' },
      to: {},
    },
    {
      name: 'resolvable',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true, pathNot: '\\?(url|worker|raw)|^virtual:' },
    },
    only('model'),
    only('archive', 'model'),
    only('worker-link', 'model'),
    only('camera', 'model'),
    only('pictures', 'model', 'worker-link'),
    only('examples', 'model', 'worker-link'),
    only('engine', 'model', 'worker-link'),
    only('engine/evaluate', 'model'),
    only('engine/head', 'engine/evaluate', 'model'),
    only('engine/inspect', 'engine/(evaluate|head)', 'worker-link', 'model'),
    only('engine/transfer', 'engine/(evaluate|head|backbone)', 'model'),
    only('storage', 'archive', 'model'),
    only('runtime', 'engine/boundary', 'pictures', 'storage', 'model'),
    only(
      'store',
      'runtime',
      'engine/boundary',
      'pictures',
      'storage',
      'archive',
      'camera',
      'examples',
      'model',
    ),
    only(
      'features/([^/]+)',
      'features/$1',
      'store/($1|project|train)',
      STORE_ITSELF,
      'runtime',
      'take-away',
      'ui',
      'i18n',
      'camera',
      'examples',
      'model',
    ),
    only('app', 'features', 'store', 'runtime', 'ui', 'i18n', 'model'),
    only('ui', 'i18n', 'model'),
    only('i18n', 'model'),
    only('take-away', 'i18n', 'ui', 'archive', 'model'),
    only('standalone', 'engine', 'pictures', 'camera', 'take-away', 'i18n', 'ui', 'model'),
    {
      name: 'react-in-views-only',
      severity: 'error',
      // Code to copy is other people's.
      from: { path: '^src/', pathNot: '^src/(main\\.tsx$|app/|features/|ui/|take-away/code/)' },
      to: { path: 'node_modules/(react|react-dom|radix-ui|react-i18next)/' },
    },
    {
      name: 'tensors-in-the-worker-only',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/(engine|standalone|take-away/code)/' },
      // That file is taken away as it is.
      to: { path: 'node_modules/@tensorflow', pathNot: 'tf\\.min\\.js$' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
    },
  },
};
