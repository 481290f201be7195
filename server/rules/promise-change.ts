/* Why a promise changed, as `changePromise` is told it, and what of that is the customer's own news. */

const BOUGHT_OR_GIVEN = ["new", "renew", "upgrade", "gift", "trial", "addon", "giftDays"];
const BY_OPERATOR = ["changePlan", "setExpiry", "enable", "resetTraffic"];

/** The customer bought or was given something. Nothing known is a promise older than its reasons. */
export const isBoughtOrGiven = (whys: readonly string[]): boolean =>
  whys.length === 0 || whys.some((why) => BOUGHT_OR_GIVEN.includes(why));

/** An operator changed what it gives. Endings, switching off and refunds are told elsewhere or not at all. */
export const isByOperator = (whys: readonly string[]): boolean =>
  whys.some((why) => BY_OPERATOR.includes(why));
