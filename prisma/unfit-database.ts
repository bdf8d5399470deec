/** A database, or what leads to it, with which the product would go wrong. The message says what to do. */
export class UnfitDatabase extends Error {}
