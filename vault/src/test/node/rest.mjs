// The Open Inference Protocol over HTTP by Node's own fetch: numbers as JSON, and as binary tensor data.
import assert from 'node:assert/strict';
import { cases, same } from './cases.mjs';

const key = { authorization: `Bearer ${cases.key}` };
const get = path => fetch(cases.http + path, { headers: key });
const post = (path, body, headers = {}) =>
  fetch(cases.http + path, { method: 'POST', body, headers: { ...key, 'content-type': 'application/json', ...headers } });
const infer = (model, request) => post(`/v2/models/${model}/infer`, JSON.stringify(request));

assert.equal((await fetch(`${cases.http}/v2/health/live`)).status, 200);
assert.equal((await fetch(`${cases.http}/v2/health/ready`)).status, 200);
assert.equal((await (await get('/v2')).json()).name, 'brigandine');
assert.equal((await get('/v2/models/minilm/ready')).status, 200);
const tiny = await (await get('/v2/models/tiny/versions/1')).json();
assert.deepEqual(tiny.versions, ['1']);
assert.deepEqual(tiny.inputs, [{ name: 'x', datatype: 'FP32', shape: [-1, 4] }]);

const x = { name: 'x', datatype: 'FP32', shape: [1, 4], data: [1, 2, 3, 4] };
const plain = await (await infer('tiny', { id: '7', inputs: [x] })).json();
assert.equal(plain.id, '7');
assert.equal(plain.model_name, 'tiny');
same(plain.outputs[0].data, [2, 3, 4, 5], 'JSON');
const nested = await (await infer('tiny', { inputs: [{ ...x, data: [[1, 2, 3, 4]] }] })).json();
same(nested.outputs[0].data, [2, 3, 4, 5], 'nested JSON');
const words = ['', 'grün', '日本', 'x"\\\n'];
const text = await (await infer('words', { inputs: [{ name: 'x', datatype: 'BYTES', shape: [1, 4], data: words }] })).json();
assert.deepEqual(text.outputs[0].data, words);

const inputs = cases.minilm.inputs.map(it => ({ name: it.name, datatype: 'INT64', shape: it.shape }));
const json = await (await infer('minilm', { inputs: inputs.map((it, i) => ({ ...it, data: cases.minilm.inputs[i].data })) })).json();
assert.deepEqual(json.outputs[0].shape, cases.minilm.shape);
same(json.outputs[0].data, cases.minilm.output, 'MiniLM, JSON');

const parts = cases.minilm.inputs.map(it => Buffer.from(BigInt64Array.from(it.data.map(BigInt)).buffer));
const head = Buffer.from(JSON.stringify({
  inputs: inputs.map((it, i) => ({ ...it, parameters: { binary_data_size: parts[i].length } })),
  parameters: { binary_data_output: true },
}));
const binary = await post('/v2/models/minilm/infer', Buffer.concat([head, ...parts]), {
  'content-type': 'application/octet-stream',
  'inference-header-content-length': String(head.length),
});
assert.equal(binary.status, 200);
const length = Number(binary.headers.get('inference-header-content-length'));
const bytes = new Uint8Array(await binary.arrayBuffer());
const told = JSON.parse(new TextDecoder().decode(bytes.slice(0, length)));
assert.equal(told.outputs[0].parameters.binary_data_size, bytes.length - length);
same(new Float32Array(bytes.slice(length).buffer), cases.minilm.output, 'MiniLM, binary');

await fails(infer('none', { inputs: [x] }), 404);
await fails(get('/v2/models/tiny/versions/9'), 404);
await fails(infer('tiny', { inputs: [{ ...x, shape: [1, 5] }] }), 400);
await fails(infer('tiny', { inputs: [{ ...x, datatype: 'FP99' }] }), 400);
await fails(post('/v2/models/tiny/infer', '{"inputs":['), 400);
await fails(post('/v2/models/tiny/infer', JSON.stringify({ inputs: [x] }), { authorization: 'Bearer brig_wrong' }), 401);
await fails(post('/v2/models/tiny/infer', Buffer.alloc(5 << 20, 32)), 413);

async function fails(promise, status) {
  const answer = await promise;
  const body = await answer.text();
  assert.equal(answer.status, status, body);
  assert.equal(typeof JSON.parse(body).error, 'string', body);
  assert.ok(answer.headers.get('brigandine-code'), body);
  console.log(`refused, ${status}: ${body}`);
}
