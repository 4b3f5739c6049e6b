// Runs before everything else, on any browser: old JavaScript (ES5) on purpose, so that a browser
// which is too old can still read the page that says so. It also owns the screens of index.html
// that must work when the app does not.
(function () {
  'use strict';

  // What the app cannot do without. Together these mean Chrome and WebView 107 (within a version),
  // Safari and iOS 16.4, Firefox 115; asked by ability, because a version can lie.
  function missing() {
    var list = [];
    function need(name, there) { if (!there) { list.push(name); } }
    function can(property, value) {
      return !!(window.CSS && CSS.supports && CSS.supports(property, value));
    }
    need('WebAssembly', typeof WebAssembly === 'object' && typeof WebAssembly.Global === 'function');
    need('IndexedDB', !!window.indexedDB);
    need('CompressionStream', typeof window.CompressionStream === 'function');
    need('structuredClone', typeof window.structuredClone === 'function');
    need('findLast', typeof Array.prototype.findLast === 'function');
    need('module', 'noModule' in document.createElement('script'));
    need('cascade layers', typeof window.CSSLayerBlockRule !== 'undefined');
    need('container queries', can('container-type', 'inline-size'));
    need('number ranges', !!(window.Intl && Intl.NumberFormat && Intl.NumberFormat.prototype.formatRange));
    return list;
  }

  // With its site data blocked, a browser throws wherever something is to be kept.
  function blocked() {
    try {
      window.localStorage.getItem('store');
      return false;
    } catch (refused) {
      return true;
    }
  }

  function whenRead(act) {
    if (document.readyState === 'loading') { document.addEventListener('DOMContentLoaded', act); } else { act(); }
  }

  var shown = null;
  function show(id) {
    // The first message stands: what follows a stop is usually its echo.
    if (shown) { return; }
    shown = id;
    whenRead(function () {
      var section = document.getElementById(id);
      var opening = document.getElementById('opening');
      if (opening) { opening.hidden = true; }
      section.hidden = false;
      var title = section.querySelector('[tabindex]');
      if (title) { title.focus(); }
    });
  }

  function release() {
    var meta = document.querySelector('meta[name=release]');
    return meta ? meta.content : '?';
  }

  var details = '';
  function showPanic(what) {
    // A panic is followed by the trap that it ends in, which says less.
    if (details) { return; }
    // Names of people stay out of it: a panic message is the programmer's words and a place in the code.
    details = 'So Thi dua ' + release() + '\n' + new Date().toISOString() + '\n' +
      navigator.userAgent + '\n' + String(what || 'unknown');
    show('panic');
  }

  function copyDetails() {
    var box = document.getElementById('panic-details');
    box.textContent = details;
    box.hidden = false;
    function done() { document.getElementById('panic-copy').textContent = 'Đã sao chép'; }
    // Where the clipboard is refused, the text stands there to be copied by hand.
    if (navigator.clipboard) { navigator.clipboard.writeText(details).then(done, function () {}); }
  }

  // The app's panic hook raises a `panic` event whose detail is text; boot.js calls these.
  window.shell = {
    panic: showPanic,
    unreachable: function () { show('unreachable'); }
  };
  window.addEventListener('panic', function (event) { showPanic(event.detail); });

  // A WASM app that traps outside its panic hook (a stack overflow, memory) is dead all the same.
  function isTrap(error) {
    return typeof WebAssembly === 'object' && WebAssembly.RuntimeError && error instanceof WebAssembly.RuntimeError;
  }
  window.addEventListener('error', function (event) {
    if (isTrap(event.error)) { showPanic(event.error.stack || event.error.message); }
    // Resource errors do not bubble; caught on the way down. boot.js not loading is the one that matters.
    else if (event.target && event.target.tagName === 'SCRIPT') { show('unreachable'); }
  }, true);
  window.addEventListener('unhandledrejection', function (event) {
    if (isTrap(event.reason)) { showPanic(event.reason.stack || event.reason.message); }
  });

  whenRead(function () {
    function reload() { location.reload(); }
    document.getElementById('panic-reload').addEventListener('click', reload);
    document.getElementById('unreachable-retry').addEventListener('click', reload);
    document.getElementById('blocked-retry').addEventListener('click', reload);
    document.getElementById('panic-copy').addEventListener('click', copyDetails);
  });

  var isBlocked = blocked();
  var gaps = isBlocked ? [] : missing();
  if (isBlocked) {
    window.shell.refused = true;
    show('blocked');
  } else if (gaps.length) {
    window.shell.refused = true;
    show('too-old');
    whenRead(function () { document.getElementById('too-old-missing').textContent = 'Còn thiếu: ' + gaps.join(', '); });
  } else if (window.isSecureContext === false) {
    // No service worker and no WebCrypto here: nothing of what the register promises could be kept.
    window.shell.refused = true;
    show('not-secure');
  }
}());
