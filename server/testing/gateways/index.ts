import type { StartDouble } from "./contract";
import { startCryptoPay } from "./crypto-pay";
import { startDemo } from "./demo";
import { startCryptomus, startHeleket } from "./heleket";
import { startPlatega } from "./platega";
import { startStars } from "./stars";
import { startStripe } from "./stripe";
import { startYookassa } from "./yookassa";

/** A double for every gateway there is; the conformance suite fails for one without. */
export const doubles: Record<string, StartDouble> = {
  stars: startStars,
  yookassa: startYookassa,
  stripe: startStripe,
  platega: startPlatega,
  crypto_pay: startCryptoPay,
  heleket: startHeleket,
  cryptomus: startCryptomus,
  demo: startDemo,
};
