import start from "./paperdeck_hello.js";

start({ module_or_path: "./paperdeck_hello_bg.wasm" });
