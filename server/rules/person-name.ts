type Named = { firstName: string; lastName: string; email?: string | null };

/**
 * What operators call a person: the name, or the e-mail address of somebody who came without Telegram and told
 * none. Not for other customers' eyes.
 */
export const personName = ({ firstName, lastName, email }: Named): string =>
  [firstName, lastName].filter(Boolean).join(" ") || email || "";
