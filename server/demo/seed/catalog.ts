import type { TrafficStrategy } from "@/db/enums";

const GB = 1_073_741_824n;

export type SeedPlan = {
  key: string;
  name: { en: string; ru: string };
  description: { en: string; ru: string };
  trafficLimitBytes: bigint;
  trafficStrategy: TrafficStrategy;
  deviceLimit: number;
  /** Positions in the panel's list of internal squads. */
  squads: number[];
  /** How many of a hundred buyers take it. */
  weight: number;
  durations: { days: number; rub: bigint; usd: bigint; xtr: bigint }[];
};

/** What the demo shop sells. Prices in minor units. */
export const SEED_PLANS: SeedPlan[] = [
  {
    key: "start",
    name: { en: "Start", ru: "Старт" },
    description: {
      en: "For one phone: messengers, maps, a little video.",
      ru: "Для одного телефона: мессенджеры, карты, немного видео.",
    },
    trafficLimitBytes: 50n * GB,
    trafficStrategy: "MONTH",
    deviceLimit: 1,
    squads: [0],
    weight: 25,
    durations: [
      { days: 30, rub: 14900n, usd: 199n, xtr: 110n },
      { days: 90, rub: 39900n, usd: 499n, xtr: 290n },
    ],
  },
  {
    key: "plus",
    name: { en: "Plus", ru: "Плюс" },
    description: {
      en: "Fast servers for all your devices.",
      ru: "Быстрые серверы для всех ваших устройств.",
    },
    trafficLimitBytes: 300n * GB,
    trafficStrategy: "MONTH",
    deviceLimit: 3,
    squads: [0, 1],
    weight: 50,
    durations: [
      { days: 30, rub: 29900n, usd: 399n, xtr: 220n },
      { days: 90, rub: 79900n, usd: 999n, xtr: 590n },
      { days: 365, rub: 249900n, usd: 3199n, xtr: 1850n },
    ],
  },
  {
    key: "family",
    name: { en: "Family", ru: "Семья" },
    description: {
      en: "Unlimited traffic for the whole family.",
      ru: "Безлимитный трафик для всей семьи.",
    },
    trafficLimitBytes: 0n,
    trafficStrategy: "NO_RESET",
    deviceLimit: 8,
    squads: [0, 1],
    weight: 25,
    durations: [
      { days: 30, rub: 49900n, usd: 649n, xtr: 370n },
      { days: 90, rub: 134900n, usd: 1749n, xtr: 990n },
      { days: 365, rub: 419900n, usd: 5299n, xtr: 3090n },
    ],
  },
];

/** What can be added to a running subscription of the demo shop. */
export const SEED_ADDONS = [
  {
    name: { en: "50 GB more", ru: "Ещё 50 ГБ" },
    kind: "traffic",
    quantity: 50n * GB,
    recurring: false,
    prices: { RUB: 9900n, USD: 129n, XTR: 75n },
  },
  {
    name: { en: "One more device", ru: "Ещё одно устройство" },
    kind: "devices",
    quantity: 1n,
    recurring: true,
    prices: { RUB: 5900n, USD: 79n, XTR: 45n },
  },
] as const;

export const FIRST_NAMES = [
  "Anna",
  "Maxim",
  "Olga",
  "Dmitry",
  "Elena",
  "Ivan",
  "Maria",
  "Sergey",
  "Natalia",
  "Pavel",
  "Alice",
  "Tom",
  "Irina",
  "Artem",
  "Daria",
  "Nikita",
  "Sofia",
  "Kirill",
  "Polina",
  "Egor",
  "Emma",
  "Lucas",
  "Vera",
  "Roman",
  "Ksenia",
  "Timur",
  "Yana",
  "Gleb",
  "Alina",
  "Mark",
] as const;
export const LAST_NAMES = [
  "Ivanova",
  "Petrov",
  "Smirnova",
  "Volkov",
  "Kuznetsova",
  "Popov",
  "Morozova",
  "Lebedev",
  "Kozlov",
  "Novikova",
  "Fedorov",
  "Brown",
  "Miller",
  "Orlova",
  "Belov",
  "Zaitseva",
  "Komarov",
  "Titova",
  "",
] as const;
