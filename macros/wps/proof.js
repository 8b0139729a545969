// HMAC-SHA256 (RFC 2104, FIPS 180-4) for texts of ASCII, at once: what the browser has for it answers later only.
"use strict";
var Soe = Soe || {};

Soe.proof = (function () {
  var K = [], START = [];

  function fraction(root) {
    return Math.floor((root - Math.floor(root)) * 4294967296);
  }

  (function () {
    for (var number = 2; K.length < 64; number++) {
      var prime = true;
      for (var divisor = 2; divisor * divisor <= number; divisor++) {
        if (number % divisor === 0) { prime = false; break; }
      }
      if (!prime) continue;
      if (START.length < 8) START.push(fraction(Math.sqrt(number)));
      K.push(fraction(Math.cbrt(number)));
    }
  })();

  function turned(word, by) {
    return (word >>> by) | (word << (32 - by));
  }

  function padded(bytes) {
    var all = bytes.concat([0x80]);
    while (all.length % 64 !== 56) all.push(0);
    var bits = bytes.length * 8;
    return all.concat([0, 0, 0, 0, bits >>> 24 & 255, bits >>> 16 & 255, bits >>> 8 & 255, bits & 255]);
  }

  function block(state, bytes, at) {
    var w = [], i, s = state.slice();
    for (i = 0; i < 16; i++) {
      w[i] = bytes[at + 4 * i] << 24 | bytes[at + 4 * i + 1] << 16 | bytes[at + 4 * i + 2] << 8 | bytes[at + 4 * i + 3];
    }
    for (i = 16; i < 64; i++) {
      var early = turned(w[i - 15], 7) ^ turned(w[i - 15], 18) ^ (w[i - 15] >>> 3);
      var late = turned(w[i - 2], 17) ^ turned(w[i - 2], 19) ^ (w[i - 2] >>> 10);
      w[i] = (w[i - 16] + early + w[i - 7] + late) | 0;
    }
    for (i = 0; i < 64; i++) {
      var up = turned(s[4], 6) ^ turned(s[4], 11) ^ turned(s[4], 25);
      var first = (s[7] + up + ((s[4] & s[5]) ^ (~s[4] & s[6])) + K[i] + w[i]) | 0;
      var down = turned(s[0], 2) ^ turned(s[0], 13) ^ turned(s[0], 22);
      var second = (down + ((s[0] & s[1]) ^ (s[0] & s[2]) ^ (s[1] & s[2]))) | 0;
      s = [(first + second) | 0, s[0], s[1], s[2], (s[3] + first) | 0, s[4], s[5], s[6]];
    }
    return state.map(function (word, place) { return (word + s[place]) | 0; });
  }

  function digest(bytes) {
    var all = padded(bytes), state = START;
    for (var at = 0; at < all.length; at += 64) state = block(state, all, at);
    var out = [];
    state.forEach(function (word) { out.push(word >>> 24 & 255, word >>> 16 & 255, word >>> 8 & 255, word & 255); });
    return out;
  }

  function bytesOf(text) {
    return Array.from(text, function (sign) { return sign.charCodeAt(0); });
  }

  function hex(bytes) {
    return bytes.map(function (one) { return (one < 16 ? "0" : "") + one.toString(16); }).join("");
  }

  // What only who knows the word can answer to a nonce. A key is no longer than a block of 64 bytes here, or is digested.
  function of(word, nonce) {
    var key = bytesOf(word);
    if (key.length > 64) key = digest(key);
    while (key.length < 64) key.push(0);
    var inner = digest(key.map(function (one) { return one ^ 0x36; }).concat(bytesOf("xl_addin " + nonce)));
    return hex(digest(key.map(function (one) { return one ^ 0x5c; }).concat(inner)));
  }

  return { of: of };
})();
