// Property tests draw the same cases in every run, so that what fails here fails everywhere.
// Another seed tries other cases: `APPRENTICE_SEED=2 npm run unit`.
import fc from 'fast-check';

fc.configureGlobal({ seed: Number(process.env.APPRENTICE_SEED ?? 1) });
