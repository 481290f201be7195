import type { Locale } from "@/db/enums";

/** Digits after the point of each currency. XTR is Telegram Stars: whole stars. */
export const CURRENCIES = {
  RUB: 2,
  USD: 2,
  EUR: 2,
  USDT: 2,
  UAH: 2,
  KZT: 2,
  TRY: 2,
  JPY: 0,
  XTR: 0,
} as const;

export type Currency = keyof typeof CURRENCIES;

/** Minor units of a currency: `{ amount: 10050n, currency: "RUB" }` is 100.50 roubles. Never a float. */
export type Money = { amount: bigint; currency: Currency };

export const CURRENCY_CODES = Object.keys(CURRENCIES) as [Currency, ...Currency[]];

export const isCurrency = (code: string): code is Currency => Object.hasOwn(CURRENCIES, code);

/** @throws Error for a currency this product does not know: it could not be written or compared. */
export function money(amount: bigint, currency: string): Money {
  if (!isCurrency(currency)) throw new Error(`Unknown currency ${currency}`);
  return { amount, currency };
}

export function add(a: Money, b: Money): Money {
  return { amount: a.amount + sameCurrency(a, b).amount, currency: a.currency };
}

export function subtract(a: Money, b: Money): Money {
  return { amount: a.amount - sameCurrency(a, b).amount, currency: a.currency };
}

/** A sum over different currencies is a mistake, not a number. */
function sameCurrency(a: Money, b: Money): Money {
  if (a.currency !== b.currency) throw new Error(`${a.currency} and ${b.currency} do not add up`);
  return b;
}

/** The smaller of two amounts: what can be taken is no more than what is there. */
export const smaller = (a: bigint, b: bigint): bigint => (b < a ? b : a);

/** 100 % in basis points. */
export const FULL_BP = 10_000;

/** `basisPoints` of an amount, half away from zero. */
export function percentOf(amount: bigint, basisPoints: number): bigint {
  if (!Number.isSafeInteger(basisPoints)) throw new Error("Basis points are whole numbers");
  return divideHalfUp(amount * BigInt(basisPoints), BigInt(FULL_BP));
}

/** Division rounding half away from zero. */
export function divideHalfUp(numerator: bigint, denominator: bigint): bigint {
  const negative = numerator < 0n !== denominator < 0n;
  const n = numerator < 0n ? -numerator : numerator;
  const d = denominator < 0n ? -denominator : denominator;
  const rounded = (2n * n + d) / (2n * d);
  return negative ? -rounded : rounded;
}

/** Splits an amount by weights without losing a unit: what is left over goes to the first parts, one each. */
export function allocate(amount: bigint, weights: readonly bigint[]): bigint[] {
  const total = weights.reduce((sum, weight) => sum + weight, 0n);
  if (total <= 0n || weights.some((weight) => weight < 0n)) {
    throw new Error("Weights must not be negative, and one must be positive");
  }
  const shares = weights.map((weight) => (amount * weight) / total);
  let rest = amount - shares.reduce((sum, share) => sum + share, 0n);
  const unit = rest < 0n ? -1n : 1n;
  return shares.map((share, index) => {
    if (rest === 0n || weights[index] === 0n) return share;
    rest -= unit;
    return share + unit;
  });
}

/** `100.50`: exact, with as many digits as the currency has. What gateways are sent. */
export function toDecimal({ amount, currency }: Money): string {
  const digits = CURRENCIES[currency];
  const sign = amount < 0n ? "-" : "";
  const text = (amount < 0n ? -amount : amount).toString().padStart(digits + 1, "0");
  return digits === 0
    ? `${sign}${text}`
    : `${sign}${text.slice(0, -digits)}.${text.slice(-digits)}`;
}

/**
 * Reads a decimal text exactly. Null for anything that is not an amount of this currency: more digits than it
 * has are only accepted when they are zeros (`150.000` is 150, `149.995` is no amount of roubles).
 */
export function fromDecimal(text: string, currency: Currency): Money | null {
  const match = /^(-?)(\d{1,15})(?:\.(\d{1,18}))?$/.exec(text.trim());
  if (!match) return null;
  const [, sign = "", whole = "0", fraction = ""] = match;
  const digits = CURRENCIES[currency];
  if (/[1-9]/.test(fraction.slice(digits))) return null;
  const amount = BigInt(whole + fraction.slice(0, digits).padEnd(digits, "0"));
  return { amount: sign ? -amount : amount, currency };
}

const SYMBOLS: Partial<Record<Currency, (number: string) => string>> = {
  XTR: (number) => `${number} ⭐`,
  USDT: (number) => `${number} USDT`,
};

/** For people: `1 990 ₽`, `$19.90`, `150 ⭐`. Whole amounts are written without cents. */
export function formatMoney({ amount, currency }: Money, locale: Locale): string {
  const digits = CURRENCIES[currency];
  const whole = digits === 0 || amount % 10n ** BigInt(digits) === 0n;
  const fraction = { minimumFractionDigits: whole ? 0 : digits, maximumFractionDigits: digits };
  const decimal = toDecimal({ amount, currency }) as `${number}`;
  const symbol = SYMBOLS[currency];
  if (symbol) return symbol(new Intl.NumberFormat(locale, fraction).format(decimal));
  return new Intl.NumberFormat(locale, {
    style: "currency",
    currency,
    currencyDisplay: "narrowSymbol",
    ...fraction,
  }).format(decimal);
}
