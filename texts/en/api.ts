import errors from './api/errors.json' with { type: 'json' };

/** What the API says of each expected failure, by its type and its reason, in the ICU message syntax. */
export const api = { errors };
