/**
 * These packages read their own files, which a bundle does not have, and few requests need the dictionaries or the pictures. They alone have
 * to be installed where the built processes run.
 */
export const NOT_BUNDLED = [
  '@node-rs/argon2',
  '@prisma/client',
  '@prisma/schema-engine-wasm',
  '@zxcvbn-ts/core',
  '@zxcvbn-ts/language-common',
  'pino',
  'sharp',
];
