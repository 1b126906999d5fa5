// The very first script. It stands in the page itself (`cargo xtask` puts it in, and its hash into the policy), so that it has run
// before anything shows: it takes what is done before the wasm runs, and sets how the page looks. boot.js goes on with
// `paperdeckInput`: `release()` hands over what was taken, `drop()` brings files the way of a drop.
(() => {
  // What to do once the page runs.
  const held = [];
  // Buttons that were pressed.
  const busy = new Set();

  const byId = (id) => document.getElementById(id);

  // What is done is seen to be taken: files chosen, dropped or pasted stand in #held as they will in the list of dumps, and a
  // button that was pressed is busy. A browser left alone would leave the page for a dropped file.
  const acts = {
    dragover: (event) => event.preventDefault(),
    drop: (event) => take(event, event.dataTransfer, "Dropped text"),
    paste: (event) => take(event, event.clipboardData, "Pasted text"),
    change({ target }) {
      if (target.id === "open-files") {
        hold("drop", target.files, "");
        target.value = "";
      } else {
        press(document.querySelector("[data-act=backup]"), () => target.dispatchEvent(new Event("change", { bubbles: true })));
      }
    },
    click({ target }) {
      const button = target.closest("[data-act]");
      const input = button && byId(`open-${button.dataset.act}`);
      if (input) {
        input.click();
      } else if (button) {
        press(button, () => button.click(), button.dataset.act === "sample" ? ["Sample"] : []);
      }
    },
  };
  const types = Object.keys(acts);
  types.forEach((type) => addEventListener(type, acts[type]));
  Object.defineProperty(globalThis, "paperdeckInput", { value: { release, drop: (files) => bring("drop", copy(files, "")) } });
  // The first touch of localStorage takes a browser up to some tens of milliseconds. Who comes for the first time has nothing there,
  // and no service worker yet: such a visit is painted first.
  const { serviceWorker } = navigator;
  if (serviceWorker && !serviceWorker.controller && !document.hidden && performance.getEntriesByType("navigation")[0]?.type === "navigate") {
    requestAnimationFrame(() => (globalThis.requestIdleCallback ?? setTimeout)(lookAsChosen));
  } else {
    lookAsChosen();
  }

  function take(event, from, name) {
    event.preventDefault();
    hold(event.type, from.files, from.getData("text/plain"), name);
  }

  function hold(type, files, text, name) {
    if (files.length > 0 || text) {
      const data = copy(files, text);
      held.push(() => bring(type, data));
      say(files.length > 0 ? [...files].map((file) => file.name) : [name]);
    }
  }

  function press(button, act, names = []) {
    if (!busy.has(button)) {
      busy.add(button);
      button.setAttribute("aria-busy", "true");
      held.push(act);
      say(names);
    }
  }

  // As the page lists them (src/ui/dump_item.rs), which takes them away when it does.
  function say(names) {
    const make = (tag, name, ...inside) => {
      const element = document.createElement(tag);
      element.className = name;
      element.append(...inside);
      return element;
    };
    const place = byId("held");
    if (place && names.length > 0) {
      if (!place.hasChildNodes()) {
        place.append(make("div", "dumps", make("div", "dumps-head", make("h2", "", "Dumps")), make("ul", "dump-list")));
      }
      const item = (name) => make("li", "dump", make("p", "dump-line", make("strong", "", name), ": Waiting"));
      place.querySelector("ul").append(...names.slice(0, 60).map(item));
    }
  }

  // The page runs; `focused` had focus before it made its elements, and they are there a task later.
  function release(focused) {
    types.forEach((type) => removeEventListener(type, acts[type]));
    setTimeout(() => {
      if (document.activeElement === document.body) {
        focused.focus();
      }
      busy.forEach((button) => button.removeAttribute("aria-busy"));
      held.forEach((act) => act());
    });
  }

  function bring(type, data) {
    const Kind = type === "drop" ? DragEvent : ClipboardEvent;
    dispatchEvent(new Kind(type, { dataTransfer: data, clipboardData: data, cancelable: true }));
  }

  // The data of an event is gone when the event is over.
  function copy(files, text) {
    const data = new DataTransfer();
    for (const file of files) {
      data.items.add(file);
    }
    data.setData("text/plain", text);
    return data;
  }

  // Theme, contrast and density as they were chosen (src/ui/look.rs). Who has been here before (dumps are kept,
  // src/ui/keep/marks.rs, or favourites) is not told again what this is.
  function lookAsChosen() {
    const { dataset } = document.documentElement;
    try {
      for (const name of ["theme", "contrast", "density", "pane"]) {
        const chosen = localStorage.getItem(`paperdeck.${name}`);
        if (chosen) {
          dataset[name] = chosen;
        }
      }
      const ours = (key) => key === "paperdeck.kept" || key.startsWith("paperdeck.favourite.");
      // Not all keys at once: of ten thousand nearly every one is ours.
      for (let at = 0; dataset.known !== "" && at < localStorage.length; at += 1) {
        if (ours(localStorage.key(at))) {
          dataset.known = "";
        }
      }
    } catch {
      // Blocked: as without a choice.
    }
  }
})();
