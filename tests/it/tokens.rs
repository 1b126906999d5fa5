//! Colours of tags stand out from every paper they lie on, in each palette (WCAG 1.4.11: 3 to 1).

use std::collections::BTreeMap;

fn luminance(hex: &str) -> f64 {
    let channel = |at: usize| {
        let value = f64::from(u8::from_str_radix(&hex[at..at + 2], 16).unwrap()) / 255.0;
        if value <= 0.03928 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
    };
    0.2126 * channel(1) + 0.7152 * channel(3) + 0.0722 * channel(5)
}

#[test]
fn colours_of_tags_stand_out() {
    let css = std::fs::read_to_string("style/tokens.css").unwrap();
    let mut palettes = 0;
    for block in css.split("color-scheme:").filter(|block| block.contains("--paper:")) {
        let declared = block.split(';').filter_map(|line| line.trim().strip_prefix("--")?.split_once(": #"));
        let colours: BTreeMap<&str, String> = declared.map(|(name, hex)| (name, format!("#{hex}"))).collect();
        for paper in ["paper", "paper-raised", "paper-sunken"] {
            for tag in paperdeck::favourites::colours::ALL {
                let (a, b) = (luminance(&colours[paper]), luminance(&colours[format!("tag-{tag}").as_str()]));
                let contrast = (a.max(b) + 0.05) / (a.min(b) + 0.05);
                assert!(contrast >= 3.0, "{tag} on {paper}: {contrast}");
            }
        }
        palettes += 1;
    }
    assert_eq!(palettes, 3);
}
