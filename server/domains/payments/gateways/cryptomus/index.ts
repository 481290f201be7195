import { heleketLike } from "../heleket/protocol";

export const cryptomusGateway = heleketLike({
  id: "cryptomus",
  label: { en: "Crypto (Cryptomus)", ru: "Криптовалюта (Cryptomus)" },
  baseUrl: "https://api.cryptomus.com",
  address: "91.227.144.54",
});
