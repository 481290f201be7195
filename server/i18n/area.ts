/** Tells the page what part of the site it is in; set by the proxy, whatever a browser sent. */
export const AREA_HEADER = "x-rezeis-area";
export const CUSTOMER_AREA = "customer";

/** Pages that speak the language of the customer they belong to. */
export const areaOf = (path: string): string =>
  /^\/(miniapp|partner)(\/|$)/.test(path) ? CUSTOMER_AREA : "";
