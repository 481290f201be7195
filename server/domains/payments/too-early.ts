/** An event that cannot be applied yet, because what it builds on has not arrived: it is tried again. */
export class TooEarlyError extends Error {}
