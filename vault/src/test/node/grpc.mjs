// @grpc/grpc-js with the protocol as it was published, not as this project writes it down.
import { readFileSync } from 'node:fs';
import assert from 'node:assert/strict';
import grpc from '@grpc/grpc-js';
import protoLoader from '@grpc/proto-loader';
import { cases, floats, same } from './cases.mjs';

// A compiled file keeps the names as they are, so the other does too.
const options = { keepCase: true, longs: Number, defaults: true };
const packages = [
  protoLoader.loadFileDescriptorSetFromBuffer(readFileSync('published.bin'), options),
  protoLoader.loadSync('open_inference_grpc.proto', options),
];

for (const definition of packages) {
  const Service = grpc.loadPackageDefinition(definition).inference.GRPCInferenceService;
  await check(new Service(cases.grpc, grpc.credentials.createInsecure()));
}

async function check(client) {
  const key = new grpc.Metadata();
  key.set('authorization', `Bearer ${cases.key}`);
  const call = (method, request, metadata = key, callOptions = {}) =>
    new Promise((resolve, reject) =>
      client[method](request, metadata, callOptions, (error, answer) =>
        error ? reject(error) : resolve(answer)));
  const infer = request => call('modelInfer', request);
  const fails = async (promise, code, ours) => {
    const error = await promise.then(() => assert.fail(`wanted ${code}`), e => e);
    assert.equal(error.code, code, String(error));
    if (ours) {
      assert.deepEqual(error.metadata.get('brigandine-code'), [ours], String(error));
    }
    return error;
  };

  const nobody = new grpc.Metadata();
  assert.equal((await call('serverLive', {}, nobody)).live, true);
  assert.equal((await call('serverReady', {}, nobody)).ready, true);
  assert.equal((await call('serverMetadata', {})).name, 'brigandine');
  assert.equal((await call('modelReady', { name: 'minilm' })).ready, true);
  const tiny = await call('modelMetadata', { name: 'tiny' });
  assert.deepEqual(tiny.versions, ['1']);
  assert.deepEqual(tiny.inputs.map(it => [it.name, it.datatype, it.shape]), [['x', 'FP32', [-1, 4]]]);

  const typed = await infer({
    model_name: 'tiny', id: '7',
    inputs: [{ name: 'x', datatype: 'FP32', shape: [1, 4], contents: { fp32_contents: [1, 2, 3, 4] } }],
  });
  assert.equal(typed.id, '7');
  same(typed.outputs[0].contents.fp32_contents, [2, 3, 4, 5], 'typed contents');
  const raw = await infer({
    model_name: 'tiny', model_version: '1',
    inputs: [{ name: 'x', datatype: 'FP32', shape: [2, 4] }],
    outputs: [{ name: 'y' }],
    raw_input_contents: [Buffer.from(Float32Array.of(1, 2, 3, 4, 5, 6, 7, 8).buffer)],
  });
  assert.deepEqual(raw.outputs[0].shape, [2, 4]);
  same(floats(raw.raw_output_contents[0]), [2, 3, 4, 5, 6, 7, 8, 9], 'raw contents');
  const words = ['', 'grün', '日本', 'x'.repeat(1000)];
  const text = await infer({
    model_name: 'words',
    inputs: [{
      name: 'x', datatype: 'BYTES', shape: [1, 4],
      contents: { bytes_contents: words.map(it => Buffer.from(it)) },
    }],
  });
  assert.deepEqual(text.outputs[0].contents.bytes_contents.map(String), words);

  const ids = cases.minilm.inputs.map(it => ({ name: it.name, datatype: 'INT64', shape: it.shape }));
  const sentences = () => infer({
    model_name: 'minilm',
    inputs: ids,
    raw_input_contents: cases.minilm.inputs.map(it => Buffer.from(BigInt64Array.from(it.data.map(BigInt)).buffer)),
  });
  const answer = await sentences();
  assert.deepEqual(answer.outputs[0].shape, cases.minilm.shape);
  same(floats(answer.raw_output_contents[0]), cases.minilm.output, 'MiniLM, raw');
  const again = await infer({
    model_name: 'minilm',
    inputs: cases.minilm.inputs.map((it, i) => ({ ...ids[i], contents: { int64_contents: it.data } })),
  });
  same(again.outputs[0].contents.fp32_contents, cases.minilm.output, 'MiniLM, typed');
  for (const one of await Promise.all(Array.from({ length: 8 }, sentences))) {
    same(floats(one.raw_output_contents[0]), cases.minilm.output, 'MiniLM, eight at a time');
  }

  const { INVALID_ARGUMENT, NOT_FOUND, UNAUTHENTICATED, RESOURCE_EXHAUSTED, UNIMPLEMENTED } = grpc.status;
  const x = { name: 'x', datatype: 'FP32', shape: [1, 4], contents: { fp32_contents: [1, 2, 3, 4] } };
  await fails(infer({ model_name: 'none', inputs: [x] }), NOT_FOUND, 'model-unknown');
  await fails(infer({ model_name: 'tiny', model_version: '9', inputs: [x] }), NOT_FOUND, 'model-unknown');
  await fails(infer({ model_name: 'tiny', inputs: [{ ...x, shape: [1, 5] }] }), INVALID_ARGUMENT, 'bad-input');
  await fails(infer({ model_name: 'tiny', inputs: [{ ...x, shape: [4] }] }), INVALID_ARGUMENT, 'bad-input');
  await fails(infer({ model_name: 'tiny', inputs: [{ ...x, name: 'z' }] }), INVALID_ARGUMENT, 'bad-input');
  await fails(infer({ model_name: 'tiny', inputs: [] }), INVALID_ARGUMENT, 'bad-input');
  await fails(infer({ model_name: 'tiny', inputs: [x], outputs: [{ name: 'z' }] }), INVALID_ARGUMENT, 'bad-input');
  const refusal = await fails(call('modelInfer', { model_name: 'tiny', inputs: [x] }, nobody), UNAUTHENTICATED, 'caller-refused');
  assert.match(refusal.details, /API key/);
  const wrong = new grpc.Metadata();
  wrong.set('authorization', 'Bearer brig_wrong');
  await fails(call('modelMetadata', { name: 'tiny' }, wrong), UNAUTHENTICATED, 'caller-refused');
  await fails(infer({ model_name: 'tiny', raw_input_contents: [Buffer.alloc(5 << 20)] }), RESOURCE_EXHAUSTED);
  const ghost = new Promise((resolve, reject) => client.makeUnaryRequest(
    '/inference.GRPCInferenceService/RepositoryIndex', it => it, it => it, Buffer.alloc(0), key,
    (error, value) => (error ? reject(error) : resolve(value))));
  await fails(ghost, UNIMPLEMENTED);
  same((await infer({ model_name: 'tiny', inputs: [x] })).outputs[0].contents.fp32_contents, [2, 3, 4, 5], 'still there');
  client.close();
}
