/** Remembers whether the sidebar is open, so that the first HTML has it as it was left. */
export const SIDEBAR_COOKIE = "rezeis.sidebar";

/** Remembers that the setup checklist was put away. */
export const CHECKLIST_COOKIE = "rezeis.checklist";
