"use client";

import { EmailSignIn, type EmailSignInTexts } from "./email-sign-in";

/** The door of the partners' own area. */
export const PartnerSignIn = ({ texts }: { texts: EmailSignInTexts }) => (
  <EmailSignIn texts={texts} area="partner" />
);
