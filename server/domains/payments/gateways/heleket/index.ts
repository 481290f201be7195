import { heleketLike } from "./protocol";

export const heleketGateway = heleketLike({
  id: "heleket",
  label: { en: "Crypto (Heleket)", ru: "Криптовалюта (Heleket)" },
  baseUrl: "https://api.heleket.com",
  address: "31.133.220.8",
});
