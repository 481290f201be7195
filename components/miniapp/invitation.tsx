import { getTranslations } from "next-intl/server";
import { toString as toSvg } from "qrcode";
import { CopyLink } from "./copy-link";
import { Fact, Section } from "./parts";
import { ShareButton } from "./share-button";

/** Code, link, QR and a way to send it on. */
export async function Invitation({ code, link }: { code: string; link: string }) {
  const t = await getTranslations("miniapp.invite");
  const qr = await toSvg(link, { type: "svg", margin: 1 });
  const share = `https://t.me/share/url?${new URLSearchParams({ url: link, text: t("shareText") })}`;
  return (
    <>
      <ShareButton url={share} label={t("share")} />
      <Section title={t("yourLink")}>
        <Fact name={t("code")} value={<strong>{code}</strong>} />
        <CopyLink url={link} copy={t("copy")} copied={t("copied")} />
        <div className="flex justify-center px-4 pb-4">
          {/* biome-ignore lint/performance/noImgElement: an inline picture made for this page alone */}
          <img
            alt={t("qrAlt")}
            width={180}
            height={180}
            className="rounded-xl bg-white p-2"
            src={`data:image/svg+xml;base64,${Buffer.from(qr).toString("base64")}`}
          />
        </div>
      </Section>
    </>
  );
}
