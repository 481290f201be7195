import type { Permission } from "@/server/rules/permissions";

/**
 * Who is expected to be let in where. Written by hand and beside the code on purpose: the tests hold every
 * procedure, page and route against it, fail on one it does not know, and so make each new door a decision.
 *
 * A permission means its holders; `cabinet.own` and `partner.own` are those of customers and partners.
 * `signed-in` is any operator. Permissions that the permission table calls `fresh` ask for a second factor shown
 * lately at the door already: paying partners out, erasing a person, changing keys, operators and roles. What
 * depends on the input asks inside: a refund or credit above the team's limit, a settings change that sets a key.
 */
export type Access = Permission | "signed-in" | "public";

export const PROCEDURES: Readonly<Record<string, Access>> = {
  "admin.analytics.overview": "overview.read",
  "admin.analytics.charts": "overview.read",
  "admin.analytics.rates": "overview.read",
  "admin.analytics.rateNeeds": "overview.read",
  "admin.analytics.storeRate": "settings.write",

  "admin.audit.list": "audit.read",

  "admin.catalog.list": "catalog.read",
  "admin.catalog.get": "catalog.read",
  "admin.catalog.create": "catalog.write",
  "admin.catalog.update": "catalog.write",
  "admin.catalog.archive": "catalog.write",
  "admin.catalog.restore": "catalog.write",
  "admin.catalog.reorder": "catalog.write",
  "admin.catalog.addons": "catalog.read",
  "admin.catalog.addon": "catalog.read",
  "admin.catalog.saveAddon": "catalog.write",
  "admin.catalog.archiveAddon": "catalog.write",
  "admin.catalog.restoreAddon": "catalog.write",

  "admin.customers.list": "customers.read",
  "admin.customers.get": "customers.read",
  "admin.customers.timeline": "customers.read",
  "admin.customers.search": "customers.read",
  "admin.customers.setNote": "customers.write",
  "admin.customers.setLocale": "customers.write",
  "admin.customers.suspend": "customers.write",
  "admin.customers.creditHistory": "customers.read",
  "admin.customers.adjustCredit": "credit.write",
  "admin.customers.message": "customers.message",

  "admin.monitoring.alerts": "overview.read",
  "admin.monitoring.dismiss": "alerts.write",

  "admin.orders.list": "orders.read",
  "admin.orders.get": "orders.read",
  "admin.orders.cancel": "payments.refund",
  "admin.orders.refundToCredit": "payments.refund",

  "admin.partners.program": "partners.read",
  "admin.partners.list": "partners.read",
  "admin.partners.get": "partners.read",
  "admin.partners.commissions": "partners.read",
  "admin.partners.simulate": "partners.read",
  "admin.partners.saveLevels": "settings.write",
  "admin.partners.add": "partners.write",
  "admin.partners.approve": "partners.write",
  "admin.partners.reject": "partners.write",
  "admin.partners.suspend": "partners.write",
  "admin.partners.resume": "partners.write",
  "admin.partners.setTerms": "partners.write",
  "admin.partners.setParent": "partners.write",

  "admin.payments.list": "orders.read",
  "admin.payments.get": "orders.read",
  "admin.payments.gateways": "orders.read",
  "admin.payments.events": "orders.read",
  "admin.payments.refused": "orders.read",
  "admin.payments.replay": "payments.replay",
  "admin.payments.refund": "payments.refund",
  "admin.payments.resolveHeld": "payments.refund",
  "admin.payments.testGateway": "settings.write",
  "admin.payments.sendTestPayment": "settings.write",

  "admin.payouts.list": "partners.read",
  "admin.payouts.get": "partners.read",
  "admin.payouts.summary": "partners.read",
  "admin.payouts.approve": "payouts.approve",
  "admin.payouts.reject": "payouts.approve",
  "admin.payouts.start": "payouts.approve",
  "admin.payouts.retry": "payouts.approve",
  "admin.payouts.markPaid": "payouts.approve",
  "admin.payouts.fail": "payouts.approve",
  "admin.payouts.testProvider": "payouts.approve",

  "admin.promocodes.list": "promocodes.read",
  "admin.promocodes.get": "promocodes.read",
  "admin.promocodes.redemptions": "promocodes.read",
  "admin.promocodes.preview": "promocodes.read",
  "admin.promocodes.create": "promocodes.write",
  "admin.promocodes.update": "promocodes.write",
  "admin.promocodes.generate": "promocodes.write",
  "admin.promocodes.archive": "promocodes.write",
  "admin.promocodes.restore": "promocodes.write",

  "admin.referrals.funnel": "referrals.read",
  "admin.referrals.top": "referrals.read",
  "admin.referrals.rewards": "referrals.read",
  "admin.referrals.campaigns": "referrals.read",
  "admin.referrals.trials": "overview.read",
  "admin.referrals.release": "referrals.write",
  "admin.referrals.reject": "referrals.write",
  "admin.referrals.changeCode": "referrals.write",
  "admin.referrals.createCampaign": "referrals.write",
  "admin.referrals.archiveCampaign": "referrals.write",

  "admin.remnawave.state": "remnawave.read",
  "admin.remnawave.diagnose": "remnawave.read",
  "admin.remnawave.nodes": "remnawave.read",
  "admin.remnawave.squads": "catalog.read",
  "admin.remnawave.syncRuns": "remnawave.read",
  "admin.remnawave.drift": "remnawave.read",
  "admin.remnawave.events": "remnawave.read",
  "admin.remnawave.importRun": "remnawave.read",
  "admin.remnawave.importRows": "remnawave.read",
  "admin.remnawave.startSync": "remnawave.write",
  "admin.remnawave.startImport": "remnawave.write",
  "admin.remnawave.confirmImport": "remnawave.write",
  "admin.remnawave.repair": "remnawave.write",
  "admin.remnawave.replayEvent": "remnawave.write",

  "admin.settings.groups": "settings.read",
  "admin.settings.update": "settings.write",
  "admin.settings.history": "settings.read",
  "admin.settings.revert": "settings.write",
  "admin.settings.testBot": "settings.read",
  "admin.settings.checklist": "overview.read",

  "admin.subscriptions.list": "subscriptions.read",
  "admin.subscriptions.get": "subscriptions.read",
  "admin.subscriptions.renewal": "subscriptions.read",
  "admin.subscriptions.devices": "subscriptions.read",
  "admin.subscriptions.servers": "subscriptions.read",
  "admin.subscriptions.devicesToDrop": "subscriptions.read",
  "admin.subscriptions.giftDays": "subscriptions.write",
  "admin.subscriptions.changePlan": "subscriptions.write",
  "admin.subscriptions.setExpiry": "subscriptions.write",
  "admin.subscriptions.setEnabled": "subscriptions.write",
  "admin.subscriptions.resetTraffic": "subscriptions.write",
  "admin.subscriptions.retry": "subscriptions.write",
  "admin.subscriptions.resetLink": "subscriptions.write",
  "admin.subscriptions.removeDevice": "subscriptions.write",
  "admin.subscriptions.removeAllDevices": "subscriptions.write",

  "admin.team.operators": "team.read",
  "admin.team.sessions": "team.read",
  "admin.team.invite": "team.write",
  "admin.team.renewInvitation": "team.write",
  "admin.team.setRole": "team.write",
  "admin.team.disable": "team.write",
  "admin.team.enable": "team.write",
  "admin.team.resetSecondFactor": "team.write",
  "admin.team.endSession": "team.write",
  "admin.team.endSessions": "team.write",
  "admin.team.roles": "team.read",
  "admin.team.createRole": "roles.write",
  "admin.team.updateRole": "roles.write",
  "admin.team.deleteRole": "roles.write",
  "admin.team.setOwnLocale": "signed-in",
  "admin.team.changeOwnPassword": "signed-in",

  "miniapp.catalog.storefront": "cabinet.own",

  "miniapp.credit.balances": "cabinet.own",
  "miniapp.credit.topupCurrencies": "cabinet.own",
  "miniapp.credit.history": "cabinet.own",

  "miniapp.customer.me": "cabinet.own",
  "miniapp.customer.setLocale": "cabinet.own",
  "miniapp.customer.contacts": "cabinet.own",

  "miniapp.methods.list": "cabinet.own",
  "miniapp.methods.remove": "cabinet.own",

  "miniapp.orders.ways": "cabinet.own",
  "miniapp.orders.checkout": "cabinet.own",
  "miniapp.orders.open": "cabinet.own",
  "miniapp.orders.list": "cabinet.own",
  "miniapp.orders.progress": "cabinet.own",
  "miniapp.orders.check": "cabinet.own",
  "miniapp.orders.cancel": "cabinet.own",

  "miniapp.panel.servers": "cabinet.own",
  "miniapp.panel.devices": "cabinet.own",
  "miniapp.panel.removeDevice": "cabinet.own",
  "miniapp.panel.removeAllDevices": "cabinet.own",
  "miniapp.panel.resetLink": "cabinet.own",

  "miniapp.partners.me": "partner.own",
  "miniapp.partners.join": "cabinet.own",
  "miniapp.partners.overview": "partner.own",
  "miniapp.partners.commissions": "partner.own",
  "miniapp.partners.payouts": "partner.own",
  "miniapp.partners.setMethod": "partner.own",
  "miniapp.partners.quote": "partner.own",
  "miniapp.partners.request": "partner.own",

  "miniapp.promocodes.enter": "cabinet.own",
  "miniapp.promocodes.pending": "cabinet.own",
  "miniapp.promocodes.drop": "cabinet.own",

  "miniapp.referrals.overview": "cabinet.own",

  "miniapp.subscriptions.list": "cabinet.own",
  "miniapp.subscriptions.get": "cabinet.own",
  "miniapp.subscriptions.addonOffers": "cabinet.own",
  "miniapp.subscriptions.addons": "cabinet.own",
  "miniapp.subscriptions.cancelAddon": "cabinet.own",
  "miniapp.subscriptions.renewal": "cabinet.own",
  "miniapp.subscriptions.setAutoRenew": "cabinet.own",

  "miniapp.trials.offer": "cabinet.own",
  "miniapp.trials.start": "cabinet.own",
};

/**
 * Route handlers, by folder. `signed`: machines that prove themselves with a signature or a shared secret;
 * `token`: the request itself carries a secret that is spent; `demo`: there without the demo for nobody.
 */
export type RouteAccess =
  | "public"
  | "procedures"
  | "operator"
  | "person"
  | "signed"
  | "token"
  | "demo";

export const ROUTES: Readonly<Record<string, RouteAccess>> = {
  "api/auth/[...nextauth]": "public",
  "api/auth/forgot": "public",
  "api/auth/new-password": "token",
  "api/auth/passkey": "public",
  "api/auth/refresh": "token",
  "api/auth/resume": "public",
  "api/auth/sign-out": "public",
  "api/exports/[report]": "operator",
  "api/health": "public",
  "api/inngest": "signed",
  "api/miniapp/session": "token",
  "api/ready": "public",
  "api/realtime/auth": "person",
  "api/telegram/webhook": "signed",
  "api/trpc/[trpc]": "procedures",
  "api/webhooks/payments/[gateway]": "signed",
  "api/webhooks/remnawave": "signed",
  "demo/api/[service]/[...path]": "demo",
  "demo/pay/[...path]": "demo",
  "demo/sub/[short]": "demo",
  "r/[code]": "public",
};

/** What an operator must be allowed to take each list home. */
export const EXPORTS: Readonly<Record<string, Permission>> = {
  customers: "customers.read",
  orders: "orders.read",
  payments: "orders.read",
  partners: "partners.read",
  payouts: "payouts.approve",
  promocodes: "promocodes.read",
  "promo-redemptions": "promocodes.read",
  rewards: "referrals.read",
};

/** Pages, by their address; of those that make and change one thing, first what changing needs. */
export const PAGES: Readonly<Record<string, Access | readonly Permission[] | "demo">> = {
  "/": "public",
  "/sign-in": "public",
  "/sign-in/forgot": "public",
  "/sign-in/new-password": "public",
  "/sign-in/second-step": "public",
  "/open/[app]": "public",
  "/demo": "demo",
  "/demo/chat": "demo",
  "/admin": "overview.read",
  "/admin/audit": "audit.read",
  "/admin/catalog": "catalog.read",
  "/admin/catalog/[id]": ["catalog.read", "catalog.write"],
  "/admin/catalog/addons/[id]": ["catalog.read", "catalog.write"],
  "/admin/customers": "customers.read",
  "/admin/customers/[id]": "customers.read",
  "/admin/forbidden": "signed-in",
  "/admin/nodes": "remnawave.read",
  "/admin/orders": "orders.read",
  "/admin/orders/[id]": "orders.read",
  "/admin/partners": "partners.read",
  "/admin/partners/[id]": "partners.read",
  "/admin/partners/program": "partners.read",
  "/admin/payments": "orders.read",
  "/admin/payments/[id]": "orders.read",
  "/admin/payments/events": "orders.read",
  "/admin/payouts": "partners.read",
  "/admin/promocodes": "promocodes.read",
  "/admin/promocodes/[id]": ["promocodes.read", "promocodes.write"],
  "/admin/referrals": "referrals.read",
  "/admin/remnawave": "remnawave.read",
  "/admin/settings": "settings.read",
  "/admin/subscriptions": "subscriptions.read",
  "/admin/subscriptions/[id]": "subscriptions.read",
  "/admin/team": "team.read",
  "/admin/team/roles/[id]": ["team.read", "roles.write"],
  "/miniapp": "cabinet.own",
  "/miniapp/help": "cabinet.own",
  "/miniapp/profile": "cabinet.own",
  "/miniapp/profile/balance": "cabinet.own",
  "/miniapp/profile/invite": "cabinet.own",
  "/miniapp/profile/partner": "cabinet.own",
  "/miniapp/purchase": "cabinet.own",
  "/miniapp/purchase/[order]": "cabinet.own",
  "/miniapp/purchase/addon": "cabinet.own",
  "/miniapp/purchase/topup": "cabinet.own",
  "/miniapp/servers": "cabinet.own",
  "/miniapp/subscription/[id]": "cabinet.own",
};
