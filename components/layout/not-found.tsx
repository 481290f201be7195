import { CompassIcon } from "lucide-react";
import { getTranslations } from "next-intl/server";
import { buttonVariants } from "@/components/ui/button";

export async function NotFound({ back }: { back: string }) {
  const t = await getTranslations("layout.notFound");
  return (
    <div className="flex flex-1 flex-col items-center justify-center gap-1.5 px-4 py-24 text-center">
      <CompassIcon className="mb-2 size-6 text-muted-foreground" aria-hidden />
      <h1 className="text-sm font-medium">{t("title")}</h1>
      <p className="max-w-sm text-[13px] text-muted-foreground">{t("hint")}</p>
      {/* A plain link: the root's page belongs to every first load, the phone's too, with all it needs. */}
      <a
        href={back}
        className={buttonVariants({ variant: "outline", size: "sm", className: "mt-3" })}
      >
        {t("back")}
      </a>
    </div>
  );
}
