export { refereeDiscount } from "./referee-discount";
