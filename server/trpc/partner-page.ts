import "server-only";
import { answerOrRefusal, type MiniappSession } from "./miniapp-page";

/** All that a partner's page shows; commissions from the place that its address names. */
export async function loadPartnerArea(
  api: MiniappSession["api"],
  query: { after?: string | string[] | undefined },
) {
  const after = typeof query.after === "string" ? query.after.slice(0, 200) : undefined;
  const [overview, payouts, invitation, links, commissions] = await Promise.all([
    api.partners.overview(),
    api.partners.payouts({ limit: 20 }),
    api.partners.invitation(),
    api.partners.links(),
    commissionsAfter(api, after),
  ]);
  const moving = payouts.rows.some(({ status }) =>
    ["requested", "approved", "processing"].includes(status),
  );
  return { overview, payouts: payouts.rows, links, commissions, moving, ...invitation };
}

/** An address that nobody was given shows the newest. */
async function commissionsAfter(api: MiniappSession["api"], cursor: string | undefined) {
  const limit = 15;
  const asked = await answerOrRefusal(api.partners.commissions({ limit, cursor }));
  return "answer" in asked
    ? { ...asked.answer, first: !cursor }
    : { ...(await api.partners.commissions({ limit })), first: true };
}

export type PartnerAreaData = Awaited<ReturnType<typeof loadPartnerArea>>;
