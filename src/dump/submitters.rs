//! **submitters only**: an extract that kept nothing of the page but "Submitted by" and user names. It has no papers,
//! and user names must never become titles.

use super::furniture::{self, SUBMITTED};
use super::{Builder, Layout, Probe, Reading, Role, Source, signs};

/// The layout.
pub const LAYOUT: Layout = Layout { name: "page of submitters", probe, read, blocks: None };

/// Lines longer than this are no user names.
const LONGEST_NAME: usize = 60;

fn probe(source: &Source) -> Probe {
    let marks = signs::of(source).submitted;
    if marks < 2 {
        return Probe::not_mine("no “Submitted by” again and again");
    }
    if let Some(long) = source.lines().find(|line| line.len() > 4 * LONGEST_NAME) {
        return Probe::not_mine(format!("a line of {} bytes, which is more than a name", long.len()));
    }
    Probe::new(20, format!("“Submitted by” {marks} times, and nothing as long as an abstract"))
}

fn read(source: &Source) -> Reading {
    let mut builder = Builder::new(source);
    let mut names = 0;
    let mut expect_name = false;
    for (at, line) in source.lines().enumerate() {
        if line.is_empty() {
            continue;
        }
        let name = expect_name && line.len() <= LONGEST_NAME;
        let mark = line.starts_with(SUBMITTED);
        if mark || name || furniture::is_furniture(line) {
            builder.claim(at, Role::Furniture);
        }
        names += usize::from(mark);
        expect_name = line == SUBMITTED;
    }
    builder.reading().nothing_because =
        Some(format!("the names of {names} submitters alone: this extract kept neither titles nor abstracts"));
    builder.finish("the name of a submitter")
}
