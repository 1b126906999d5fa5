// A script written for Node's `module.exports`, in a page.

export async function commonjs(url) {
  const text = await (await fetch(url)).text();
  const module = { exports: {} };
  new Function("module", "exports", text)(module, module.exports);
  return module.exports;
}
