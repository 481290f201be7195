import { LockIcon } from "lucide-react";
import { getTranslations } from "next-intl/server";

export default async function ForbiddenPage() {
  const t = await getTranslations("layout.forbidden");
  return (
    <div className="flex flex-1 flex-col items-center justify-center gap-1.5 py-16 text-center">
      <LockIcon className="mb-2 size-6 text-muted-foreground" aria-hidden />
      <h1 className="text-sm font-medium">{t("title")}</h1>
      <p className="max-w-sm text-[13px] text-muted-foreground">{t("hint")}</p>
    </div>
  );
}
