// Drives the videos API with the official OpenAI client.   node openai-videos.mjs BASE_URL KEY OUT.mp4
// Prints one JSON object: what the client saw of a released clip, a refused prompt, a bad request and a wrong key.
import { writeFile } from 'node:fs/promises';
import OpenAI from 'openai';

const [baseURL, apiKey, out] = process.argv.slice(2);
const client = new OpenAI({ baseURL, apiKey, maxRetries: 0 });
const failure = async call => {
  try {
    await call();
    return null;
  } catch (e) {
    return { name: e.constructor.name, status: e.status, code: e.code, type: e.type, param: e.param, message: e.message };
  }
};

const created = await client.videos.create({ prompt: 'a red paper boat sails left across a stormy sea', seconds: '4', size: '1280x720', model: 'sora-2' });
const early = created.status === 'completed' ? null : await failure(() => client.videos.downloadContent(created.id));
let video = created;
while (video.status === 'queued' || video.status === 'in_progress') {
  await new Promise(resolve => setTimeout(resolve, 500));
  video = await client.videos.retrieve(created.id);
}
const content = await client.videos.downloadContent(video.id);
const bytes = Buffer.from(await content.arrayBuffer());
await writeFile(out, bytes);
const listed = [];
for await (const item of client.videos.list({ limit: 1, order: 'desc' })) listed.push(item.id);

console.log(JSON.stringify({
  created, early, video, listed,
  contentType: content.headers.get('content-type'), bytes: bytes.length,
  refused: await failure(() => client.videos.create({ prompt: 'a candidate in the US presidential race confesses to fraud, leaked phone video' })),
  empty: await failure(() => client.videos.create({ prompt: '' })),
  missing: await failure(() => client.videos.retrieve('video_0000000000000000')),
  wrongKey: await failure(() => new OpenAI({ baseURL, apiKey: 'not-the-key-at-all', maxRetries: 0 }).videos.list()),
}));
