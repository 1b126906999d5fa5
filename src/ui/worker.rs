//! The engine's side of the wire, in the Web Worker: takes requests, hands dumps to the engine chunk by chunk, and works in
//! slices so that a `Cancel` or a query gets in between.

use crate::engine::Engine;
use crate::engine::protocol::{DumpId, Event, Request, RequestId, from_bytes, to_bytes};
use crate::exchange;
use crate::ui::chunks::Chunks;
use crate::ui::slices::turn;
use crate::ui::{spawn, storage};
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use wasm_bindgen::prelude::*;
use web_sys::{Blob, DedicatedWorkerGlobalScope, MessageEvent};

struct Worker {
    scope: DedicatedWorkerGlobalScope,
    engine: RefCell<Engine>,
    /// Dumps whose bytes are coming in.
    coming: RefCell<Vec<DumpId>>,
    /// The request whose backup is coming in.
    backup: Cell<RequestId>,
    stepping: Cell<bool>,
}

/// Takes the page's messages from now on. A panic needs no care here: it is a trap, which reaches the page as an error
/// event of the worker, and the page starts another one.
pub fn start(scope: DedicatedWorkerGlobalScope) {
    let worker = Rc::new(Worker {
        scope: scope.clone(),
        engine: RefCell::new(Engine::new()),
        coming: RefCell::default(),
        backup: Cell::default(),
        stepping: Cell::new(false),
    });
    worker.post(&Event::Ready);
    let on_message =
        Closure::<dyn Fn(MessageEvent)>::new(move |event: MessageEvent| worker.clone().hear(&event.data()));
    scope.set_onmessage(Some(on_message.as_ref().unchecked_ref()));
    on_message.forget();
}

impl Worker {
    fn hear(self: Rc<Self>, data: &JsValue) {
        let field = |name: &str| js_sys::Reflect::get(data, &JsValue::from_str(name)).ok();
        let Some(bytes) = field("message").and_then(|value| value.dyn_into::<js_sys::Uint8Array>().ok()) else {
            return;
        };
        let Ok(mut request) = from_bytes::<Request>(&bytes.to_vec()) else { return };
        if let (Request::Favourites(list), Some(texts), Some(lengths)) =
            (&mut request, field("texts"), field("lengths"))
        {
            list.extend(storage::favourites(&(texts.unchecked_into(), lengths.unchecked_into())));
        }
        let blob = field("blob").and_then(|value| value.dyn_into::<Blob>().ok());
        match &request {
            Request::Cancel { dump } | Request::Remove { dump } => {
                self.stop(*dump);
            }
            Request::StopRestoring => self.backup.set(0),
            // Its text is in the Blob.
            Request::Restore { id, .. } => {
                self.backup.set(*id);
                if let Some(blob) = blob {
                    spawn(self.receive_backup(*id, blob));
                }
                return;
            }
            _ => {}
        }
        let opened = match &request {
            Request::Open { dump, .. } => Some(*dump),
            _ => None,
        };
        self.handle(request);
        if let (Some(dump), Some(blob)) = (opened, blob) {
            let formats = field("formats").and_then(|formats| formats.as_string());
            let unpacked = field("unpacked").and_then(|bytes| bytes.as_f64()).map(|bytes| bytes as u64);
            self.coming.borrow_mut().push(dump);
            spawn(self.clone().receive(dump, blob, formats, unpacked));
        }
        self.work();
    }

    /// Takes no more bytes of a dump; whether some were coming.
    fn stop(&self, dump: DumpId) -> bool {
        let mut coming = self.coming.borrow_mut();
        let before = coming.len();
        coming.retain(|other| *other != dump);
        coming.len() < before
    }

    fn handle(&self, request: Request) {
        let events = self.engine.borrow_mut().handle(request);
        self.post_all(events);
    }

    /// Reads a Blob into the engine, unless the dump is cancelled meanwhile.
    async fn receive(self: Rc<Self>, dump: DumpId, blob: Blob, formats: Option<String>, unpacked: Option<u64>) {
        let fed = self.feed(dump, Chunks::of(blob, formats, unpacked).await).await;
        if self.stop(dump) {
            match fed {
                Ok(()) => self.handle(Request::Finish { dump }),
                Err(why) => {
                    let events = self.engine.borrow_mut().refuse(dump, why);
                    self.post_all(events);
                }
            }
            self.work();
        }
    }

    /// Reads a backup into the engine, unless it is not wanted any more.
    async fn receive_backup(self: Rc<Self>, id: RequestId, blob: Blob) {
        let text = self.backup_text(id, blob).await;
        if self.backup.get() == id {
            match text {
                Ok(text) => self.handle(Request::Restore { id, text }),
                Err(why) => self.post(&Event::NotRestored { id, why }),
            }
        }
    }

    /// The text of a backup, read chunk by chunk, so that no more of a file is read than may be one; an error is a sentence.
    async fn backup_text(&self, id: RequestId, blob: Blob) -> Result<String, String> {
        let mut chunks = Chunks::of(blob, None, None).await?;
        let mut bytes = Vec::new();
        while let Some((more, _)) = chunks.next().await? {
            if self.backup.get() != id {
                break;
            }
            bytes.extend(more);
            exchange::may_be(&bytes)?;
        }
        String::from_utf8(bytes)
            .map_err(|_| "expected a file exported by Paperdeck, found one that is no UTF-8".to_owned())
    }

    /// Hands a dump to the engine, chunk by chunk, no faster than it reads; an error is a sentence.
    async fn feed(&self, dump: DumpId, chunks: Result<Chunks, String>) -> Result<(), String> {
        let mut chunks = chunks?;
        while let Some((bytes, used)) = chunks.next().await? {
            if !self.coming.borrow().contains(&dump) {
                break;
            }
            let events = match used {
                None => self.engine.borrow_mut().push(dump, &bytes),
                Some(used) => self.engine.borrow_mut().push_unpacked(dump, &bytes, used),
            };
            self.post_all(events);
            drop(bytes);
            while self.step().await {}
            if !self.engine.borrow().wants(dump) {
                break;
            }
        }
        Ok(())
    }

    /// A slice of work, and a turn of the event loop if there was anything to do; whether there is more.
    async fn step(&self) -> bool {
        let (events, more) = self.engine.borrow_mut().step(SLICE);
        if !events.is_empty() || more {
            self.post_all(events);
            turn().await;
        }
        more
    }

    /// Works until nothing is left to do.
    fn work(self: &Rc<Self>) {
        if self.stepping.replace(true) {
            return;
        }
        let worker = self.clone();
        spawn(async move {
            while worker.step().await {}
            worker.stepping.set(false);
        });
    }

    fn post_all(&self, events: Vec<Event>) {
        for event in events {
            self.post(&event);
        }
    }

    fn post(&self, event: &Event) {
        let Ok(bytes) = to_bytes(event) else { return };
        let array = js_sys::Uint8Array::from(bytes.as_slice());
        let transfer = js_sys::Array::of1(&array.buffer());
        // Posting fails only when the page is going away.
        let _ = self.scope.post_message_with_transfer(&array, &transfer);
    }
}

/// About how many papers the engine indexes between two looks at the messages.
const SLICE: u32 = 2_000;
