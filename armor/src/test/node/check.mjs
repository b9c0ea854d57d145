// Runs models in WebAssembly and compares with what ONNX Runtime for Java answered.
// node check.mjs FOLDER: cases.json of the folder says which models, inputs and answers.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import * as ort from "onnxruntime-web";

const folder = process.argv[2];
ort.env.wasm.numThreads = 1;
ort.env.logLevel = "error";

const arrays = { float32: Float32Array, int64: BigInt64Array, int32: Int32Array, uint8: Uint8Array };

const elements = ({ type, data }) => {
  const bytes = Uint8Array.from(Buffer.from(data, "base64"));
  return new arrays[type](bytes.buffer);
};

// The worst difference, as a share of the largest number wanted.
const apart = (wanted, got) => {
  if (wanted.length !== got.length) return Infinity;
  let scale = 0;
  let worst = 0;
  for (let i = 0; i < wanted.length; i++) {
    const difference = Math.abs(Number(wanted[i]) - Number(got[i]));
    scale = Math.max(scale, Math.abs(Number(wanted[i])));
    worst = difference <= worst ? worst : difference;
  }
  return worst / scale;
};

const run = async (session, inputs) => {
  const feeds = {};
  for (const input of inputs) {
    feeds[input.name] = new ort.Tensor(input.type, elements(input), input.shape);
  }
  return session.run(feeds);
};

let failed = 0;
let passed = 0;
for (const each of JSON.parse(readFileSync(join(folder, "cases.json"), "utf8"))) {
  const session = await ort.InferenceSession.create(readFileSync(join(folder, each.model)), {
    executionProviders: ["wasm"],
  });
  for (const { inputs, keys, outputs } of each.runs) {
    const right = await run(session, [...inputs, ...keys]);
    const zeros = await run(session, [
      ...inputs,
      ...keys.map((key) => ({ ...key, data: Buffer.alloc(Buffer.from(key.data, "base64").length).toString("base64") })),
    ]);
    for (const output of outputs) {
      const wanted = elements(output);
      const off = apart(wanted, right[output.name].data);
      const locked = keys.length === 0 || apart(wanted, zeros[output.name].data) > 0.1;
      const good = off <= each.tolerance && locked;
      console.log(`${each.model} ${output.name}: off by ${off.toExponential(1)}, without keys ${locked ? "locked" : "open"}`);
      good ? passed++ : failed++;
    }
  }
  await session.release();
}
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed === 0 && passed > 0 ? 0 : 1);
