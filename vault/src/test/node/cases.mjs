// What the test that started this wrote down: addresses, keys, inputs, and the answers of plain ONNX Runtime.
import { readFileSync } from 'node:fs';
import assert from 'node:assert/strict';

export const cases = JSON.parse(readFileSync('cases.json', 'utf8'));

export function same(found, expected, what) {
  assert.equal(found.length, expected.length, what);
  let worst = 0;
  for (let i = 0; i < expected.length; i++) {
    // Both are 32-bit floats, however they were spelled on their way.
    worst = Math.max(worst, Math.abs(Math.fround(found[i]) - Math.fround(expected[i])));
  }
  assert.ok(worst <= 1e-6, `${what}: off by ${worst}`);
  console.log(`${what}: ${expected.length} numbers, off by ${worst} at most`);
}

export function floats(bytes) {
  return new Float32Array(Uint8Array.from(bytes).buffer);
}
