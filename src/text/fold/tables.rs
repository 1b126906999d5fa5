//! What characters fold to, as tables: made from Unicode's data once, and compared with them by test.
//!
//! They hold what papers are written with. A full set of tables, as crates have it, is ten times their size.

/// Blocks whose letters fold to one ASCII letter or digit: first code, then one byte each; `.` for all others.
pub const TO_ASCII: &[(u32, &[u8])] = &[
    (
        0xa0,
        b"..........a.......23.....1o.....aaaaaa.ceeeeiiiidnooooo.ouuuuy..aaaaaa.ceeeeiiiidnooooo.ouuuuy.yaaaa\
    aaccccccccddddeeeeeeeeeegggggggghhhhiiiiiiiiii..jjkk.llllllllllnnnnnn...oooooo..rrrrrrsssssssstttttt\
    uuuuuuuuuuuuwwyyyzzzzzzs................................oo.............uu...........................\
    .aaiioouuuuuuuuuu.aaaa....ggkkoooo..j...gg..nnaa..ooaaaaeeeeiiiioooorrrruuuusstt..hh......aaeeoooooo\
    ooyy............................",
    ),
    (0x1d2c, b"a.b.de.ghijklmn.o.prtuwa...bde...g.km.o...ptu..v......iruv....."),
    (
        0x1e00,
        b"aabbbbbbccddddddddddeeeeeeeeeeffgghhhhhhhhhhiiiikkkkkkllllllllmmmmmmnnnnnnnnoooooooopppprrrrrrrrssss\
    ssssssttttttttuuuuuuuuuuvvvvwwwwwwwwwwxxxxyyzzzzzzhtwy.s....aaaaaaaaaaaaaaaaaaaaaaaaeeeeeeeeeeeeeeee\
    iiiioooooooooooooooooooooooouuuuuuuuuuuuuuyyyyyyyy......",
    ),
    (0x2070, b"0i..456789.....n0123456789......aeox.hklmnpstwyz"),
    (0x2100, b"..cc.....fghhhhhiill.n...pqrrr......z...z.kabc.eef.mo....i...........ddeij"),
];

/// Letters, signs and numbers that fold to something else: the character, then what it folds to.
pub const TO_TEXT: &str = "µμ ¼14 ½12 ¾34 Æae Þth ßss æae þth Ĳij ĳij ŉʼn Ŋŋ Œoe œoe Ɓɓ Ƃƃ Ƅƅ Ɔɔ Ƈƈ Ɖɖ Ɗɗ Ƌƌ Ǝǝ Əə Ɛɛ Ƒƒ Ɠɠ Ɣɣ \
    Ɩɩ Ɨɨ Ƙƙ Ɯɯ Ɲɲ Ɵɵ Ƣƣ Ƥƥ Ʀʀ Ƨƨ Ʃʃ Ƭƭ Ʈʈ Ʊʊ Ʋʋ Ƴƴ Ƶƶ Ʒʒ Ƹƹ Ƽƽ Ǆdz ǅdz ǆdz Ǉlj ǈlj ǉlj Ǌnj ǋnj ǌnj Ǣae \
    ǣae Ǥǥ Ǯʒ ǯʒ Ǳdz ǲdz ǳdz Ƕƕ Ƿƿ Ǽae ǽae Ȝȝ Ƞƞ Ȣȣ Ȥȥ Ⱥⱥ Ȼȼ Ƚƚ Ⱦⱦ Ɂɂ Ƀƀ Ʉʉ Ʌʌ Ɇɇ Ɉɉ Ɋɋ Ɍɍ Ɏɏ ʰh ʱɦ ʲj \
    ʳr ʴɹ ʵɻ ʶʁ ʷw ʸy ˠɣ ˡl ˢs ˣx ˤʕ ᴭae ᴲǝ ᴽȣ ᵄɐ ᵅɑ ᵆᴂ ᵊə ᵋɛ ᵌɜ ᵑŋ ᵓɔ ᵔᴖ ᵕᴗ ᵙᴝ ᵚɯ ᵜᴥ ᵝβ ᵞγ ᵟδ ᵠφ ᵡχ ᵦβ \
    ᵧγ ᵨρ ᵩφ ᵪχ ẚaʾ ẞss Ỻỻ Ỽỽ Ỿỿ ₔə ℀ac ℁as ℅co ℆cu ℇɛ №no ℡tel Ωω Ⅎⅎ ℵא ℶב ℷג ℸד ℻fax ℼπ ℽγ ℾγ ℿπ ﬀff \
    ﬁfi ﬂfl ﬃffi ﬄffl ﬅst ﬆst ⅐17 ⅑19 ⅒110 ⅓13 ⅔23 ⅕15 ⅖25 ⅗35 ⅘45 ⅙16 ⅚56 ⅛18 ⅜38 ⅝58 ⅞78 ⅟1 Ⅰi Ⅱii \
    Ⅲiii Ⅳiv Ⅴv Ⅵvi Ⅶvii Ⅷviii Ⅸix Ⅹx Ⅺxi Ⅻxii Ⅼl Ⅽc Ⅾd Ⅿm ⅰi ⅱii ⅲiii ⅳiv ⅴv ⅵvi ⅶvii ⅷviii ⅸix ⅹx ⅺxi \
    ⅻxii ⅼl ⅽc ⅾd ⅿm Ↄↄ ↉03";

/// U+1F00–U+1FFC: Greek with breathings and accents.
pub const GREEK: &str = "ααααααααααααααααεεεεεε..εεεεεε..ηηηηηηηηηηηηηηηηιιιιιιιιιιιιιιιιοοοοοο..οοοοοο..υυυυυυυυ.υ.υ.υ.υωωωω\
    ωωωωωωωωωωωωααεεηηιιοουυωω..ααααααααααααααααηηηηηηηηηηηηηηηηωωωωωωωωωωωωωωωωααααα.ααααααα.ι...ηηη.ηη\
    εεηηη...ιιιι..ιιιιιι....υυυυρρυυυυυυρ.....ωωω.ωωοοωωω";

/// U+3041–U+3094: Hiragana; Katakana stand 0x60 further on, in the same order.
pub const HIRAGANA: &str = "ぁあぃいぅうぇえぉおかかききくくけけここささししすすせせそそたたちちっつつててととなにぬねのはははひひひふふふへへへほほほまみむめもゃやゅゆょよらりるれろゎわゐゑをんう";

/// U+FF66–U+FF9D: half-width Katakana.
pub const HALF_WIDTH: &str =
    "ヲァィゥェォャュョッーアイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワン";
