import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { telegramSignIn } from "@/server/auth/telegram-sign-in";
import { Hydrate, prefetch, requireAdmin, trpc } from "@/server/trpc/rsc";
import { AccountClient } from "./client";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("account"))("title") };
}

/** One's own account; names no permission, since who must set up a second factor first is led here. */
export default async function AccountPage() {
  await requireAdmin();
  prefetch(trpc.admin.account.profile.queryOptions());
  prefetch(trpc.admin.account.passkeys.queryOptions());
  prefetch(trpc.admin.account.sessions.queryOptions());
  return (
    <Hydrate>
      <AccountClient telegram={await telegramSignIn()} />
    </Hydrate>
  );
}
