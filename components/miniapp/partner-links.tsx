import { getTranslations } from "next-intl/server";
import type { OwnLink } from "@/server/domains/referrals/schemas";
import { CopyLink } from "./copy-link";
import { Section } from "./parts";

/** What each link of a partner brought; those of campaigns can be copied here. */
export async function PartnerLinks({ links, active }: { links: OwnLink[]; active: boolean }) {
  const [t, words] = await Promise.all([
    getTranslations("miniapp.partner.links"),
    getTranslations("miniapp.invite"),
  ]);
  return (
    <Section title={t("title")}>
      {links.map(({ slug, name, url, clicks, signUps, purchases }) => (
        <div key={slug} data-link={slug} className="py-2 not-last:border-b not-last:border-tg-line">
          <p className="px-4 font-medium break-words">{name || t("plain")}</p>
          <p className="px-4 text-[13px] text-tg-hint">
            {[
              t("clicks", { clicks }),
              t("signUps", { signUps }),
              t("purchases", { purchases }),
            ].join(" · ")}
          </p>
          {active && slug && <CopyLink url={url} copy={words("copy")} copied={words("copied")} />}
        </div>
      ))}
    </Section>
  );
}
