'use strict';
// A thread of its own: one verification takes some 13 ms of arithmetic in JavaScript.
const { parentPort } = require('node:worker_threads');
const { sm2 } = require('sm-crypto-v2');

/** GB/T 35276: the identifier of who has agreed on none. */
const STANDARD_IDENTIFIER = '1234567812345678';

parentPort.on('message', ({ id, publicKey, bytes, signature }) => {
  let holds = false;
  try {
    holds = sm2.doVerifySignature(bytes, signature, publicKey, {
      der: false,
      hash: true,
      userId: STANDARD_IDENTIFIER,
    });
  } catch {
    holds = false; // a number out of range, a point off the curve
  }
  parentPort.postMessage({ id, holds });
});
