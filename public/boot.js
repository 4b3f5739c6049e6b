// Starts the app, then the service worker. The two names below are replaced by the build with
// names that carry the content's hash.
const GLUE = '/so-thi-dua.js';
const WASM = '/so-thi-dua_bg.wasm';
// How large the app is, once unpacked: written by the build.
const SIZE = 0;
const RELEASE = document.querySelector('meta[name=release]').content;

async function openRegister() {
  let glue;
  let module;
  try {
    [glue, module] = await Promise.all([
      import(GLUE),
      WebAssembly.compileStreaming(fetchApp()),
    ]);
  } catch (error) {
    // What came over the line whole and is wrong all the same is not the line's fault.
    if (error instanceof WebAssembly.CompileError || error instanceof SyntaxError) stopped(error);
    else window.shell.unreachable();
    return;
  }
  try {
    await glue.default({ module_or_path: module });
  } catch (error) {
    stopped(error);
    return;
  }
  afterPaint(keepForOffline);
}

// Over the line, the person sees how far it is. From the phone it comes at once, and untouched the
// browser may use what it compiled before.
async function fetchApp() {
  const answer = await fetch(WASM, { credentials: 'same-origin' });
  if (!SIZE || !answer.ok || navigator.serviceWorker?.controller) return answer;
  const bar = document.getElementById('opening-bar');
  let come = 0;
  const counted = new TransformStream({
    transform(part, further) {
      come += part.length;
      bar.hidden = false;
      bar.value = come / SIZE;
      further.enqueue(part);
    },
  });
  return new Response(answer.body.pipeThrough(counted), { headers: { 'content-type': 'application/wasm' } });
}

function stopped(error) {
  window.shell.panic(`${error}\n${error.stack}`);
}

// The first screen must not share the line and the processor with the worker's installation.
function afterPaint(act) {
  // A tab in the background is not painted and would wait for ever.
  if (document.hidden) act();
  else requestAnimationFrame(() => setTimeout(act, 0));
}

// A new release waits until the person asks for it. What the app hears of it:
//   event `release` on window, detail "waiting"  : installed and ready to be taken
//                                     "replaced" : another tab has taken it; this page is still the old one
//   window.release.takeOver()  : take it now and reload (only on the person's tap)
//   window.release.look()      : ask the endpoint whether there is a new one
//   window.release.state()     : { release, complete, missing } of the worker that serves this page
function announce(what) {
  window.release.status = what;
  window.dispatchEvent(new CustomEvent('release', { detail: what }));
}

function keepForOffline() {
  const container = navigator.serviceWorker;
  // Absent in some built-in browsers; the app says what that means, in its own words.
  if (!container) return;
  const registered = container.register('/sw.js', { updateViaCache: 'none' });
  let asked = false;
  let served = Boolean(container.controller);

  window.release = {
    id: RELEASE,
    status: 'current',
    async look() {
      await (await registered).update();
    },
    async takeOver() {
      const { waiting } = await registered;
      asked = true;
      // Another tab may have taken it already: then only this page is left behind.
      if (waiting) waiting.postMessage({ type: 'takeOver' });
      else location.reload();
    },
    async state() {
      const { active } = await container.ready;
      return new Promise((answer) => {
        const channel = new MessageChannel();
        channel.port1.onmessage = (event) => answer(event.data);
        active.postMessage({ type: 'state' }, [channel.port2]);
      });
    },
  };

  container.addEventListener('controllerchange', () => {
    if (asked) location.reload();
    // The first worker of all claims this page: that is no new release.
    else if (served) announce('replaced');
    served = true;
  });

  registered.then((registration) => {
    const watch = (worker) => worker?.addEventListener('statechange', () => {
      if (worker.state === 'installed' && registration.active) announce('waiting');
    });
    if (registration.waiting && registration.active) announce('waiting');
    watch(registration.installing);
    registration.addEventListener('updatefound', () => watch(registration.installing));
  }).catch((error) => console.warn('service worker', error));

  // What is not in the first load is fetched now, and again whenever the network is back.
  const fetchTheRest = async () => {
    const { active } = await container.ready;
    active.postMessage({ type: 'started', release: RELEASE });
  };
  fetchTheRest();
  window.addEventListener('online', fetchTheRest);
  // Whether the phone is an office's: then its part of the app stays here, too, from now on.
  window.keepOffice = async (isOffice) => {
    await caches.open(isOffice ? 'office' : 'unit');
    if (isOffice) await fetchTheRest();
  };
}

// Kept for the button “Đưa ra màn hình”: the browser offers it once, and only on a tap.
window.addEventListener('beforeinstallprompt', (event) => {
  event.preventDefault();
  window.installPrompt = event;
});

// What could not be sent is left with the service worker, where the browser can wake it (Background
// Sync); nothing to leave takes it away.
window.leaveWaiting = async (request) => {
  const registration = await navigator.serviceWorker?.getRegistration();
  if (!registration?.sync) return;
  const cache = await caches.open('waiting');
  await cache.delete('/v1/sync');
  if (!request) return;
  await cache.put('/v1/sync', new Response(request));
  await registration.sync.register('waiting');
};

if (!window.shell.refused) openRegister();
