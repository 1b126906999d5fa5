//! What SIMD sees of a block is what it is byte by byte. (On the host there are only bytes.)

use paperdeck::text::fold::ascii::{BLOCK, by_bytes, masks};
use wasm_bindgen_test::wasm_bindgen_test;

#[wasm_bindgen_test]
fn blocks_are_as_bytes() {
    for byte in 0..=u8::MAX {
        for at in 0..BLOCK {
            let mut block = [b' '; BLOCK];
            block[at] = byte;
            assert_eq!(masks(&block), by_bytes(&block), "{byte} at {at}");
        }
        let mixed: [u8; BLOCK] = std::array::from_fn(|at| (at as u8).wrapping_mul(31).wrapping_add(byte));
        assert_eq!(masks(&mixed), by_bytes(&mixed), "{byte}");
    }
}
