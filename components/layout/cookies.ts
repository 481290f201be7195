/** Remembers whether the sidebar is open, so that the first HTML has it as it was left. */
export const SIDEBAR_COOKIE = "rezeis.sidebar";
