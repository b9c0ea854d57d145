// OpenAI's own client, told where to go.
import assert from 'node:assert/strict';
import OpenAI from 'openai';
import { cases, same } from './cases.mjs';

const connect = apiKey => new OpenAI({ apiKey, baseURL: `${cases.http}/v1`, maxRetries: 0 });
const client = connect(cases.key);
const { tokens, texts, vectors } = cases.embeddings;

for (const encoding_format of [undefined, 'float', 'base64']) {
  const one = await client.embeddings.create({ model: 'minilm', input: tokens[0], encoding_format });
  assert.equal(one.object, 'list');
  assert.equal(one.model, 'minilm');
  assert.ok(one.usage.prompt_tokens > 0);
  assert.equal(one.usage.total_tokens, one.usage.prompt_tokens);
  same(numbers(one.data[0].embedding), vectors[0], `tokens, ${encoding_format}`);
}
for (const input of [tokens, texts]) {
  const all = await client.embeddings.create({ model: 'minilm', input });
  assert.deepEqual(all.data.map(it => it.index), input.map((_, i) => i));
  all.data.forEach((it, i) => same(it.embedding, vectors[i], `${typeof input[0]} ${i}`));
}
const models = await client.models.list();
assert.deepEqual(models.data.map(it => it.id), ["minilm"]);
const many = await Promise.all(texts.concat(texts, texts, texts).map(input =>
  client.embeddings.create({ model: 'minilm', input })));
many.forEach((it, i) => same(it.data[0].embedding, vectors[i % texts.length], `at a time, ${i}`));

await fails(connect('brig_wrong'), { model: 'minilm', input: 'a' }, OpenAI.AuthenticationError);
await fails(client, { model: 'none', input: 'a' }, OpenAI.NotFoundError);
await fails(client, { model: 'tiny', input: 'a' }, OpenAI.APIError);
await fails(client, { model: 'minilm', input: '' }, OpenAI.BadRequestError);
await fails(client, { model: 'minilm', input: [] }, OpenAI.BadRequestError);
await fails(client, { model: 'minilm', input: [-1] }, OpenAI.BadRequestError);
await fails(client, { model: 'minilm', input: 'a', dimensions: 7 }, OpenAI.BadRequestError);

function numbers(embedding) {
  if (typeof embedding !== 'string') {
    return embedding;
  }
  return new Float32Array(Uint8Array.from(Buffer.from(embedding, 'base64')).buffer);
}

async function fails(who, request, type) {
  const error = await who.embeddings.create(request).then(() => assert.fail('it answered'), e => e);
  assert.ok(error instanceof type, `${JSON.stringify(request)}: ${error}`);
  assert.ok(error.status >= 400 && error.status < 500, String(error));
  assert.ok(error.type && error.message.length > 10, String(error));
  console.log(`refused: ${error.message}`);
}
