// The second module at work, beside the page: a message asks by name for something of crates/workshop,
// and is answered. The two names below are replaced by the build with names that carry the content's
// hash.
import init, * as workshop from '/workshop.js';

const ready = init({ module_or_path: '/workshop_bg.wasm' });

self.addEventListener('message', async ({ data: { id, name, given } }) => {
  try {
    await ready;
    self.postMessage({ id, answer: await workshop[name](...given) });
  } catch (problem) {
    self.postMessage({ id, problem: String(problem) });
  }
});
