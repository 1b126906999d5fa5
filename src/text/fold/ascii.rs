//! What the bytes of a block are to the tokens, a bit each: with SIMD in the release, byte by byte elsewhere.

/// Bytes that are looked at together.
pub const BLOCK: usize = 64;

/// One bit per byte of a block, the first the lowest.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Masks {
    /// Letters and digits of ASCII.
    pub words: u64,
    /// Capitals of ASCII.
    pub upper: u64,
    /// What is not ASCII.
    pub other: u64,
}

/// Looks at a block.
#[cfg(all(target_arch = "wasm32", target_feature = "simd128"))]
#[inline(always)]
pub fn masks(block: &[u8; BLOCK]) -> Masks {
    use core::arch::wasm32::{i8x16_bitmask, i8x16_sub, u8x16_lt, u8x16_splat, u64x2, v128_or};
    let mut all = Masks::default();
    for (sixteen, shift) in block.as_chunks::<16>().0.iter().zip([0, 16, 32, 48]) {
        let (halves, _) = sixteen.as_chunks::<8>();
        let [low, high] = halves else { continue };
        let bytes = u64x2(u64::from_le_bytes(*low), u64::from_le_bytes(*high));
        let within = |bytes, first: u8, count: u8| u8x16_lt(i8x16_sub(bytes, u8x16_splat(first)), u8x16_splat(count));
        let letters = within(v128_or(bytes, u8x16_splat(0x20)), b'a', 26);
        let bits = |mask| u64::from(i8x16_bitmask(mask)) << shift;
        all.words |= bits(v128_or(letters, within(bytes, b'0', 10)));
        all.upper |= bits(within(bytes, b'A', 26));
        all.other |= bits(bytes);
    }
    all
}

/// Looks at a block.
#[cfg(not(all(target_arch = "wasm32", target_feature = "simd128")))]
#[inline(always)]
pub fn masks(block: &[u8; BLOCK]) -> Masks {
    by_bytes(block)
}

/// The same, byte by byte: what the blocks of the release are compared with by test.
pub fn by_bytes(block: &[u8; BLOCK]) -> Masks {
    let mut all = Masks::default();
    for (byte, at) in block.iter().zip(0..) {
        all.words |= u64::from(byte.is_ascii_alphanumeric()) << at;
        all.upper |= u64::from(byte.is_ascii_uppercase()) << at;
        all.other |= u64::from(*byte >> 7) << at;
    }
    all
}
