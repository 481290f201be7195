/** 34 characters of base58 that begin with T. Its checksum is proven where there is a hash. */
export const looksLikeTrc20 = (address: string): boolean =>
  /^T[1-9A-HJ-NP-Za-km-z]{33}$/.test(address);

/** `EQ…`/`UQ…` of 48 characters with a CRC-16 of the first 34 bytes, or the raw `0:<64 hex digits>`. */
export function isTonAddress(address: string): boolean {
  if (/^(0|-1):[0-9a-fA-F]{64}$/.test(address)) return true;
  if (!/^[A-Za-z0-9_+/-]{48}$/.test(address)) return false;
  const bytes = base64Bytes(address);
  // Bounceable and not; the test network's addresses are no place for money.
  if (bytes[0] !== 0x11 && bytes[0] !== 0x51) return false;
  const crc = crc16(bytes.slice(0, 34));
  return bytes[34] === crc >> 8 && bytes[35] === (crc & 0xff);
}

const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

function base64Bytes(text: string): number[] {
  const plain = text.replaceAll("-", "+").replaceAll("_", "/");
  const bytes: number[] = [];
  for (let at = 0; at < plain.length; at += 4) {
    let word = 0;
    for (const letter of plain.slice(at, at + 4)) word = word * 64 + ALPHABET.indexOf(letter);
    bytes.push((word >> 16) & 0xff, (word >> 8) & 0xff, word & 0xff);
  }
  return bytes;
}

/** CRC-16/XMODEM. */
function crc16(bytes: readonly number[]): number {
  let crc = 0;
  for (const byte of bytes) {
    crc ^= byte << 8;
    for (let bit = 0; bit < 8; bit += 1) {
      crc = (crc & 0x8000 ? (crc << 1) ^ 0x1021 : crc << 1) & 0xffff;
    }
  }
  return crc;
}

/** ISO 13616: country, two check digits, and a remainder of 1 modulo 97. Spaces do not count. */
export function isIban(text: string): boolean {
  const iban = text.replace(/\s/g, "").toUpperCase();
  if (!/^[A-Z]{2}\d{2}[A-Z0-9]{11,30}$/.test(iban)) return false;
  const turned = iban.slice(4) + iban.slice(0, 4);
  const digits = turned.replace(/[A-Z]/g, (letter) => String(letter.charCodeAt(0) - 55));
  return BigInt(digits) % 97n === 1n;
}

/** 13 to 19 digits that pass Luhn's check. */
export function isCardNumber(text: string): boolean {
  const digits = text.replace(/[\s-]/g, "");
  if (!/^\d{13,19}$/.test(digits)) return false;
  const sum = [...digits].reverse().reduce((total, letter, index) => {
    const doubled = Number(letter) * (index % 2 === 1 ? 2 : 1);
    return total + (doubled > 9 ? doubled - 9 : doubled);
  }, 0);
  return sum % 10 === 0;
}

/** International: plus, country and number, 8 to 15 digits. */
export const isPhone = (text: string): boolean =>
  /^\+[1-9]\d{7,14}$/.test(text.replace(/[\s()-]/g, ""));
