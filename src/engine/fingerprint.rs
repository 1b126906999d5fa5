//! What a dump's bytes are known by, so that the same text opened twice, packed or not, is one dump.

const LEFT: [u64; 2] = [0x9e37_79b1_85eb_ca87, 0xc2b2_ae3d_27d4_eb4f];
const RIGHT: [u64; 2] = [0x1656_67b1_9e37_79f9, 0x27d4_eb2f_1656_67c5];

/// A hash of 128 bits over bytes that come in any portions: two lanes of xxHash's round over words of eight bytes.
#[derive(Clone, Copy, Debug, Default)]
pub struct Fingerprint {
    lanes: [u64; 2],
    /// The word that is not full yet.
    word: u64,
    /// Bytes so far.
    length: u64,
}

impl Fingerprint {
    /// Takes more bytes.
    #[cfg_attr(optimize_attribute, optimize(speed))]
    pub fn push(&mut self, mut bytes: &[u8]) {
        while let Some((first, rest)) = bytes.split_first().filter(|_| !self.length.is_multiple_of(8)) {
            self.byte(*first);
            bytes = rest;
        }
        while let Some((word, rest)) = bytes.split_first_chunk() {
            self.round(u64::from_le_bytes(*word));
            self.length += 8;
            bytes = rest;
        }
        bytes.iter().for_each(|byte| self.byte(*byte));
    }

    fn byte(&mut self, byte: u8) {
        self.word |= u64::from(byte) << (self.length % 8 * 8);
        self.length += 1;
        if self.length.is_multiple_of(8) {
            let word = std::mem::take(&mut self.word);
            self.round(word);
        }
    }

    fn round(&mut self, word: u64) {
        self.lanes = [mix(self.lanes[0], word, LEFT), mix(self.lanes[1], word, RIGHT)];
    }

    /// The hash in 32 hexadecimal digits.
    pub fn text(mut self) -> String {
        let word = self.word;
        self.round(word);
        self.round(self.length);
        let [left, right] = self.lanes.map(|lane| {
            let lane = (lane ^ (lane >> 33)).wrapping_mul(LEFT[1]);
            let lane = (lane ^ (lane >> 29)).wrapping_mul(LEFT[0]);
            lane ^ (lane >> 32)
        });
        format!("{left:016x}{right:016x}")
    }
}

fn mix(lane: u64, word: u64, by: [u64; 2]) -> u64 {
    lane.wrapping_add(word.wrapping_mul(by[1])).rotate_left(31).wrapping_mul(by[0])
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn of(bytes: &[u8]) -> String {
        let mut fingerprint = Fingerprint::default();
        fingerprint.push(bytes);
        fingerprint.text()
    }

    proptest! {
        #[test]
        fn portions_do_not_matter(bytes in proptest::collection::vec(any::<u8>(), 0..200), cuts in proptest::collection::vec(0_usize..200, 0..6)) {
            let mut cuts: Vec<usize> = cuts.into_iter().map(|cut| cut.min(bytes.len())).collect();
            cuts.extend([0, bytes.len()]);
            cuts.sort_unstable();
            let mut fingerprint = Fingerprint::default();
            cuts.windows(2).for_each(|cut| fingerprint.push(&bytes[cut[0]..cut[1]]));
            prop_assert_eq!(fingerprint.text(), of(&bytes));
        }

        #[test]
        fn every_byte_matters(bytes in proptest::collection::vec(any::<u8>(), 1..200), at in any::<prop::sample::Index>(), by in 1_u8..) {
            let (mut other, at) = (bytes.clone(), at.index(bytes.len()));
            other[at] ^= by;
            prop_assert_ne!(of(&other), of(&bytes));
        }
    }

    #[test]
    fn lengths_and_order_matter() {
        let all = [
            "",
            "\0",
            "\0\0",
            "\0\0\0\0\0\0\0\0",
            "\0\0\0\0\0\0\0\0\0",
            "ab",
            "ba",
            "12345678abcdefgh",
            "abcdefgh12345678",
        ];
        let mut seen: Vec<String> = all.iter().map(|text| of(text.as_bytes())).collect();
        seen.iter().for_each(|text| assert!(text.len() == 32 && text.bytes().all(|byte| byte.is_ascii_hexdigit())));
        seen.sort();
        seen.dedup();
        assert_eq!(seen.len(), all.len());
    }
}
