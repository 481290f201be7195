"use client";

import { LogInIcon } from "lucide-react";
import { usePathname, useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useEffect, useState, useSyncExternalStore } from "react";
import { Button } from "@/components/ui/button";
import {
  Dialog,
  DialogContent,
  DialogDescription,
  DialogFooter,
  DialogHeader,
  DialogTitle,
} from "@/components/ui/dialog";
import { refreshSession } from "./refresh";
import { forgetTyped, sessionOver, watchTyping } from "./session-over";

/** Opens by itself when a session ends under a form: one signs in in another tab, and goes on here. */
export function SessionOverDialog() {
  const t = useTranslations("team.sessionOver");
  const common = useTranslations("common");
  const pathname = usePathname();
  const asked = useSyncExternalStore(sessionOver.subscribe, sessionOver.isAsked, () => false);
  useEffect(watchTyping, []);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another page has other forms
  useEffect(forgetTyped, [pathname]);
  return (
    <Dialog open={asked} onOpenChange={(open) => !open && sessionOver.answer("stay")}>
      <DialogContent
        closeLabel={common("close")}
        onInteractOutside={(event) => event.preventDefault()}
      >
        <DialogHeader>
          <DialogTitle>{t("title")}</DialogTitle>
          <DialogDescription>{t("about")}</DialogDescription>
        </DialogHeader>
        <WaysOn />
      </DialogContent>
    </Dialog>
  );
}

function WaysOn() {
  const t = useTranslations("team.sessionOver");
  const router = useRouter();
  const [isStillOver, setStillOver] = useState(false);
  useEffect(() => {
    const look = async () => {
      if (document.hidden) return;
      if (!(await refreshSession())) {
        setStillOver(true);
        return;
      }
      sessionOver.answer("again");
      router.refresh();
    };
    const onLook = () => void look();
    document.addEventListener("visibilitychange", onLook);
    window.addEventListener("focus", onLook);
    return () => {
      document.removeEventListener("visibilitychange", onLook);
      window.removeEventListener("focus", onLook);
    };
  }, [router]);
  return (
    <>
      <p role="status" className="text-[13px] text-muted-foreground empty:hidden">
        {isStillOver ? t("notYet") : null}
      </p>
      <DialogFooter>
        <Button variant="outline" onClick={() => sessionOver.answer("leave")}>
          {t("leave")}
        </Button>
        <Button asChild>
          <a href="/sign-in" target="_blank" rel="noreferrer">
            <LogInIcon />
            {t("signIn")}
          </a>
        </Button>
      </DialogFooter>
    </>
  );
}
