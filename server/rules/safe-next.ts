/** Where somebody wanted to go before they had to sign in: a page of the dashboard, or its front page. */
export function safeNext(next: string | null | undefined): string {
  return next && next.length <= 2000 && /^\/admin(?=[/?#]|$)[\x21-\x5b\x5d-\x7e]*$/.test(next)
    ? next
    : "/admin";
}
