//! What is open, by its id.

use super::Held;
use crate::engine::protocol::DumpId;

/// In the order of ids: few enough to be looked through, and a tree would be made for it alone.
#[derive(Default)]
pub struct Open(Vec<(DumpId, Held)>);

impl Open {
    fn at(&self, id: DumpId) -> Result<usize, usize> {
        self.0.binary_search_by_key(&id, |(id, _)| *id)
    }

    pub fn get(&self, id: &DumpId) -> Option<&Held> {
        Some(&self.0.get(self.at(*id).ok()?)?.1)
    }

    pub fn get_mut(&mut self, id: &DumpId) -> Option<&mut Held> {
        let at = self.at(*id).ok()?;
        Some(&mut self.0.get_mut(at)?.1)
    }

    /// Takes one in. Ids are given once, so none is there twice.
    pub fn insert(&mut self, id: DumpId, held: Held) {
        if let Err(at) = self.at(id) {
            self.0.insert(at, (id, held));
        }
    }

    pub fn remove(&mut self, id: &DumpId) -> Option<Held> {
        Some(self.0.remove(self.at(*id).ok()?).1)
    }

    pub fn iter(&self) -> impl Iterator<Item = (&DumpId, &Held)> {
        self.0.iter().map(|(id, held)| (id, held))
    }

    pub fn iter_mut(&mut self) -> impl Iterator<Item = (&DumpId, &mut Held)> {
        self.0.iter_mut().map(|(id, held)| (&*id, held))
    }

    pub fn keys(&self) -> impl Iterator<Item = &DumpId> {
        self.0.iter().map(|(id, _)| id)
    }

    pub fn values(&self) -> impl Iterator<Item = &Held> {
        self.0.iter().map(|(_, held)| held)
    }
}
