import { left } from "./actions";
import type { DemoPayment } from "./store";

const TEXTS = {
  en: {
    title: "Demo payment",
    hint: "No real money moves here. Choose how this payment ends.",
    pay: "Pay",
    decline: "Decline",
    "pay-less": "Pay one unit too little",
    "pay-more": "Pay too much",
    "pay-other-currency": "Pay in another currency",
    refund: "Refund all",
    "refund-part": "Refund a quarter",
    back: "Back to the shop",
    pending: "Waiting for the payment",
    paid: "Paid",
    failed: "Declined",
    refunded: "Refunded",
    more: "What can go wrong",
  },
  ru: {
    title: "Демо-оплата",
    hint: "Настоящие деньги не списываются. Выберите, чем закончится этот платёж.",
    pay: "Оплатить",
    decline: "Отказ банка",
    "pay-less": "Заплатить чуть меньше",
    "pay-more": "Заплатить больше",
    "pay-other-currency": "Заплатить в другой валюте",
    refund: "Вернуть всё",
    "refund-part": "Вернуть четверть",
    back: "Вернуться в магазин",
    pending: "Ждём оплату",
    paid: "Оплачено",
    failed: "Отклонено",
    refunded: "Возвращено",
    more: "Что может пойти не так",
  },
} as const;

type Texts = Record<keyof (typeof TEXTS)["en"], string>;

const escapeHtml = (text: string): string =>
  text.replace(
    /[&<>"]/g,
    (c) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" })[c] ?? c,
  );

const STYLE = `
:root{color-scheme:light dark;--bg:#f3f4f6;--card:#fff;--text:#14161a;--hint:#667;--line:#e3e5ea;--accent:#2767e8}
@media(prefers-color-scheme:dark){:root{--bg:#0d0f13;--card:#191c22;--text:#f3f4f6;--hint:#98a;--line:#2a2e37;--accent:#3b74ee}}
*{box-sizing:border-box}body{margin:0;font:16px/1.5 system-ui,sans-serif;background:var(--bg);color:var(--text);min-height:100dvh;display:grid;place-items:center;padding:16px}
main{width:100%;max-width:400px;background:var(--card);border-radius:20px;padding:24px;border:1px solid var(--line)}
h1{font-size:16px;margin:0;color:var(--hint);font-weight:500}.sum{font-size:34px;font-weight:650;font-variant-numeric:tabular-nums;margin:4px 0}
p{margin:0 0 16px;color:var(--hint);font-size:14px}.state{display:inline-block;padding:2px 10px;border-radius:99px;background:var(--line);font-size:13px;margin-bottom:16px}
button,a.back{display:block;width:100%;min-height:46px;border-radius:12px;border:1px solid var(--line);background:none;color:inherit;font:inherit;font-weight:550;margin-top:8px;cursor:pointer;text-align:center;text-decoration:none;line-height:44px}
button.main{background:var(--accent);color:#fff;border:0}summary{margin-top:16px;color:var(--hint);cursor:pointer;font-size:14px}`;

/** The page where a customer pays. Plain HTML: it must work on any phone. Buttons post to `<this page>/<action>`. */
export function payPage(payment: DemoPayment, acceptLanguage: string): string {
  const language = /^ru/i.test(acceptLanguage) ? "ru" : "en";
  const t: Texts = TEXTS[language];
  const button = (action: keyof Texts, main = false) =>
    `<form method="post" action="${payment.id}/${action}"><button${main ? ' class="main"' : ""}>${t[action]}</button></form>`;
  const refundable = payment.status === "paid" && left(payment) > 0n;
  const back = payment.returnUrl
    ? `<a class="back" href="${escapeHtml(payment.returnUrl)}">${t.back}</a>`
    : "";
  const body =
    payment.status === "pending"
      ? `${button("pay", true)}${button("decline")}<details><summary>${t.more}</summary>${button("pay-less")}${button("pay-more")}${button("pay-other-currency")}</details>`
      : `${back}${refundable ? `<details><summary>${t.refunded}</summary>${button("refund")}${button("refund-part")}</details>` : ""}`;
  const state = payment.status === "paid" && !refundable ? t.refunded : t[payment.status];
  return `<!doctype html><html lang="${language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><title>${t.title}</title><style>${STYLE}</style></head>
<body><main><h1>${escapeHtml(payment.description)}</h1><div class="sum">${escapeHtml(payment.value)} ${escapeHtml(payment.currency)}</div><div class="state">${state}</div><p>${t.hint}</p>${body}</main></body></html>`;
}
