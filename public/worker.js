// The second module at work, beside the page: a message asks by name for something of crates/worker,
// and is answered. The two names below are replaced by the build with names that carry the content's
// hash.
import init, * as second from '/second.js';

const ready = init({ module_or_path: '/second_bg.wasm' });

self.addEventListener('message', async ({ data: { id, name, given } }) => {
  try {
    await ready;
    self.postMessage({ id, answer: await second[name](...given) });
  } catch (problem) {
    self.postMessage({ id, problem: String(problem) });
  }
});
