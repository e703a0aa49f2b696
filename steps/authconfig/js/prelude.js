// What a deployment gives auth.config besides the language itself, and what it refuses (B 4.2, 4.4). `host` are the
// functions written in Go: env(name), url(href, base), params(query), now(), missing(specifier, name).
(function (host) {
  const global = globalThis;
  const refuse = (what, word) => () => {
    throw new Error(`${what} ${word} evaluating auth config file`);
  };

  // Reading a variable that is not set throws, whatever stands around it. `in`, Object.keys and spread see no variable.
  const env = new Proxy({}, {
    get(target, name, receiver) {
      if (typeof name !== "string") return Reflect.get(target, name, receiver);
      const answer = host.env(name);
      if (answer.error !== undefined) throw new Error(answer.error);
      return answer.value;
    },
  });
  global.process = { env };
  global.self = global;

  // The time and chance are refused; a date that is given is not.
  const RealDate = Date;
  function FixedDate(...args) {
    if (!(this instanceof FixedDate)) return new FixedDate().toString();
    if (args.length === 0) return new RealDate(FixedDate.now());
    return new RealDate(...args);
  }
  FixedDate.now = refuse("Date unsupported", "when");
  FixedDate.parse = RealDate.parse;
  FixedDate.UTC = RealDate.UTC;
  FixedDate.prototype = RealDate.prototype;
  FixedDate.prototype.constructor = FixedDate;
  Object.defineProperty(FixedDate, "name", { value: "Date" });
  global.Date = FixedDate;
  Math.random = refuse("Math.random unsupported", "when");

  const noRandom = refuse("Cannot use cryptographic randomness", "when");
  global.crypto = {
    getRandomValues: noRandom,
    randomUUID: noRandom,
    get subtle() {
      return inert("the runtime", "crypto.subtle"); // packages keep it; what it computes is not known here
    },
  };
  const noPerformance = refuse("The Performance API is not supported", "when");
  global.performance = {
    now: noPerformance,
    get timeOrigin() {
      return noPerformance();
    },
    mark: noPerformance,
    measure: noPerformance,
  };
  for (const name of ["setTimeout", "setInterval"]) global[name] = refuse(`${name} unsupported`, "while");
  global.clearTimeout = global.clearInterval = () => {};
  global.queueMicrotask = (job) => void Promise.resolve().then(job);
  global.fetch = refuse("fetch() unsupported", "while");

  const console = {};
  for (const name of ["log", "info", "warn", "error", "debug", "trace", "time", "timeEnd", "timeLog", "table", "dir", "group", "groupEnd", "assert", "count"]) {
    console[name] = () => {};
  }
  global.console = console;

  // URLs as the deployment reads them; toJSON gives the text, which is how a URL object becomes a value of the config.
  class URLSearchParams {
    #pairs = [];
    #changed = () => {};
    constructor(init = "", changed) {
      if (typeof init === "string") this.#pairs = host.params(init.startsWith("?") ? init.slice(1) : init);
      else if (init !== null && typeof init[Symbol.iterator] === "function") for (const [name, value] of init) this.append(name, value);
      else for (const name of Object.keys(init ?? {})) this.append(name, init[name]);
      if (changed) this.#changed = changed;
    }
    append(name, value) {
      this.#pairs.push([String(name), String(value)]);
      this.#changed(this.toString());
    }
    delete(name) {
      this.#pairs = this.#pairs.filter(([key]) => key !== String(name));
      this.#changed(this.toString());
    }
    set(name, value) {
      this.delete(name);
      this.append(name, value);
    }
    get(name) {
      return this.getAll(name)[0] ?? null;
    }
    getAll(name) {
      return this.#pairs.filter(([key]) => key === String(name)).map(([, value]) => value);
    }
    has(name) {
      return this.getAll(name).length > 0;
    }
    sort() {
      this.#pairs.sort((a, b) => a[0].localeCompare(b[0]));
      this.#changed(this.toString());
    }
    forEach(call) {
      for (const [name, value] of this.#pairs) call(value, name, this);
    }
    entries() {
      return this.#pairs[Symbol.iterator]();
    }
    keys() {
      return this.#pairs.map(([name]) => name)[Symbol.iterator]();
    }
    values() {
      return this.#pairs.map(([, value]) => value)[Symbol.iterator]();
    }
    [Symbol.iterator]() {
      return this.entries();
    }
    toString() {
      return host.query(this.#pairs);
    }
    toJSON() {
      return {};
    }
  }
  class URL {
    #info;
    #params;
    constructor(url, base) {
      this.#read(String(url), base === undefined ? null : String(base));
    }
    #read(url, base) {
      const info = host.url(url, base);
      if (info.error !== undefined) throw new TypeError(info.error);
      this.#info = info;
      this.#params = new URLSearchParams(info.search, (query) => this.#change("search", query));
    }
    #change(part, value) {
      const info = host.changeURL(this.#info.href, part, String(value));
      if (info.error !== undefined) throw new TypeError(info.error);
      this.#info = info;
    }
    static canParse(url, base) {
      return URL.parse(url, base) !== null;
    }
    static parse(url, base) {
      try {
        return new URL(url, base);
      } catch {
        return null;
      }
    }
    get searchParams() {
      return this.#params;
    }
    get href() {
      return this.#info.href;
    }
    set href(value) {
      this.#read(String(value), null);
    }
    get origin() {
      return this.#info.origin;
    }
    get host() {
      return this.#info.host;
    }
    get username() {
      return this.#info.username;
    }
    get password() {
      return this.#info.password;
    }
    get protocol() {
      return this.#info.protocol;
    }
    set protocol(value) {
      this.#change("protocol", value);
    }
    get hostname() {
      return this.#info.hostname;
    }
    set hostname(value) {
      this.#change("hostname", value);
    }
    get port() {
      return this.#info.port;
    }
    set port(value) {
      this.#change("port", value);
    }
    get pathname() {
      return this.#info.pathname;
    }
    set pathname(value) {
      this.#change("pathname", value);
    }
    get search() {
      return this.#info.search;
    }
    set search(value) {
      this.#change("search", value);
      this.#params = new URLSearchParams(this.#info.search, (query) => this.#change("search", query));
    }
    get hash() {
      return this.#info.hash;
    }
    set hash(value) {
      this.#change("hash", value);
    }
    toString() {
      return this.href;
    }
    toJSON() {
      return this.href;
    }
    get [Symbol.toStringTag]() {
      return "URL";
    }
  }
  global.URL = URL;
  global.URLSearchParams = URLSearchParams;

  global.btoa = (text) => host.btoa(String(text));
  global.atob = (text) => host.atob(String(text));
  global.TextEncoder = class TextEncoder {
    get encoding() {
      return "utf-8";
    }
    encode(text = "") {
      return new Uint8Array(host.encode(String(text)));
    }
  };
  global.TextDecoder = class TextDecoder {
    get encoding() {
      return "utf-8";
    }
    decode(bytes) {
      return bytes === undefined ? "" : host.decode(Array.from(new Uint8Array(bytes.buffer ?? bytes, bytes.byteOffset ?? 0, bytes.byteLength)));
    }
  };
  global.structuredClone = (value) => clone(value, new Map());
  function clone(value, seen) {
    if (typeof value === "function" || typeof value === "symbol") throw new Error("value could not be cloned");
    if (typeof value !== "object" || value === null) return value;
    if (seen.has(value)) return seen.get(value);
    if (value instanceof RealDate) return new RealDate(value.getTime());
    const copy = Array.isArray(value) ? [] : {};
    seen.set(value, copy);
    for (const key of Object.keys(value)) copy[key] = clone(value[key], seen);
    return copy;
  }

  // A module that node_modules would have to supply. Its names may be handed around; using one is an error that says
  // which one it was.
  const missingValue = (specifier, name) =>
    new Proxy(function () {}, {
      get: (_, key) => (key === Symbol.toStringTag ? undefined : host.missing(specifier, name)),
      apply: () => host.missing(specifier, name),
      construct: () => host.missing(specifier, name),
    });
  // The parts of Convex that auth.config has no use for: functions, references, validators. Everything may be done with
  // them but turning them into a value of the config.
  const inert = (specifier, name) =>
    new Proxy(function () {}, {
      get: (_, key) => (key === "toJSON" || typeof key === "symbol" ? host.missing(specifier, name) : inert(specifier, `${name}.${key}`)),
      apply: () => inert(specifier, `${name}()`),
      construct: () => inert(specifier, `new ${name}()`),
    });
  // The bundler asks for the names of a CommonJS module through its prototype, so they are answered there.
  const moduleOf = (answer) =>
    Object.create(
      new Proxy({}, {
        get: (_, name) => (name === "__esModule" ? true : typeof name === "symbol" ? undefined : answer(name)),
      }),
    );
  global.__doctor = {
    missing: (specifier) => moduleOf((name) => missingValue(specifier, name)),
    inert: (specifier) => moduleOf((name) => (name === "env" && specifier.includes("_generated/server") ? env : inert(specifier, name))),
    meta: {},
    done: host.done,
  };
});
