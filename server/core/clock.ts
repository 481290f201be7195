/** Time as an argument: verbs take it from their context, so tests choose it. */
export type Clock = () => Date;
export const systemClock: Clock = () => new Date();
