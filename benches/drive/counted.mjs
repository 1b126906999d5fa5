// A relay in front of a server that counts what goes over the wire, heads and all: the page's requests, its worker's and the service
// worker's alike. The server closes after each answer, so that a connection is a request.

import { connect, createServer } from "node:net";

/** Relays to a URL. `answers` has { path, bytes, at } in the order in which they ended; `bytes` is what came, as it was packed. */
export async function relay(to) {
  const { hostname, port } = new URL(to);
  const answers = [];
  const sockets = new Set();
  const server = createServer((client) => {
    const upstream = connect(port, hostname);
    const answer = { path: "", bytes: 0, at: 0 };
    let asked = "";
    client.on("data", (part) => {
      asked += part.toString("latin1");
      answer.path ||= /^[A-Z]+ (\S+) /.exec(asked)?.[1] ?? "";
    });
    upstream.on("data", (part) => (answer.bytes += part.length));
    upstream.on("close", () => {
      answer.at = Date.now();
      if (answer.bytes > 0) answers.push(answer);
      client.destroy();
    });
    for (const socket of [client, upstream]) {
      sockets.add(socket);
      socket.on("close", () => sockets.delete(socket));
      // A browser may go away in the middle.
      socket.on("error", () => socket.destroy());
    }
    client.on("close", () => upstream.destroy());
    client.pipe(upstream).pipe(client);
  });
  await new Promise((resolve) => server.listen(0, hostname, resolve));
  const stop = () => {
    sockets.forEach((socket) => socket.destroy());
    server.close();
  };
  return { url: `http://${hostname}:${server.address().port}/`, answers, stop };
}
