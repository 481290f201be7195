import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { DemoLogin } from "@/components/demo/demo-login";
import { ServiceAbsent } from "@/components/demo/service-absent";
import { DemoBanner } from "@/components/layout/demo-banner";
import { systemContext } from "@/server/core/context";
import { getCustomer } from "@/server/domains/customers";
import { listPartners } from "@/server/domains/partners";
import { world } from "../world";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("demo.login");
  return { title: t("title") };
}

/** Some partners of the shop, by whose Telegram accounts there is something to see. */
async function somePartners() {
  const ctx = systemContext("demo-login");
  const { rows } = await listPartners(ctx, { status: ["active"], dir: "asc", limit: 6 });
  const people = await Promise.all(
    rows.map(async ({ customerId, customerName }) => {
      const { telegramId } = await getCustomer(ctx, { customerId });
      return { id: telegramId === null ? 0 : Number(telegramId), name: customerName };
    }),
  );
  return people.filter(({ id }) => id > 0);
}

export default async function LoginPage() {
  const { telegram } = world();
  const t = await getTranslations("demo");
  if (!telegram) return <ServiceAbsent title={t("chat.absent")} hint={t("chat.absentHint")} />;
  return (
    <>
      <DemoBanner />
      <main className="mx-auto flex max-w-md flex-col gap-4 p-6">
        <h1 className="text-xl font-semibold">{t("login.title")}</h1>
        <p className="text-sm text-muted-foreground">{t("login.about")}</p>
        <DemoLogin partners={await somePartners()} />
      </main>
    </>
  );
}
