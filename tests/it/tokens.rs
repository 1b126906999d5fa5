//! Colours stand out from every paper they lie on, in each palette: text as WCAG 1.4.3 asks (4.5 to 1; with high contrast
//! 1.4.6, 7 to 1), colours of tags and what outlines controls as 1.4.11 (3 to 1).

use std::collections::BTreeMap;

fn luminance(hex: &str) -> f64 {
    let channel = |at: usize| {
        let value = f64::from(u8::from_str_radix(&hex[at..at + 2], 16).unwrap()) / 255.0;
        if value <= 0.03928 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
    };
    0.2126 * channel(1) + 0.7152 * channel(3) + 0.0722 * channel(5)
}

fn contrast(a: &str, b: &str) -> f64 {
    let (a, b) = (luminance(a), luminance(b));
    (a.max(b) + 0.05) / (a.min(b) + 0.05)
}

type Palette = BTreeMap<String, [String; 2]>;

/// The colours that a rule of `tokens.css` declares: light and dark.
fn declared(css: &str, rule: &str) -> Palette {
    let (_, from) = css.split_once(rule).unwrap();
    let block = from.split('}').next().unwrap();
    let pairs = block.split(';').filter_map(|line| line.trim().rsplit_once("--")?.1.split_once(": light-dark(#"));
    let pair = |both: &str| {
        let (light, dark) = both.trim_end_matches(')').split_once(", #")?;
        Some([format!("#{light}"), format!("#{dark}")])
    };
    pairs.filter_map(|(name, both)| Some((name.to_owned(), pair(both)?))).collect()
}

fn check(palette: &Palette, text: f64) {
    for dark in [0, 1] {
        let colour = |name: &str| palette[name][dark].as_str();
        let stands_out = |name: &str, on: &str, least: f64| {
            let found = contrast(colour(name), colour(on));
            assert!(found >= least, "{name} on {on} (dark: {dark}): {found:.2}, expected {least}");
        };
        for paper in ["paper", "paper-raised", "paper-sunken"] {
            for name in ["ink", "ink-soft", "ink-faint", "accent", "alarm"] {
                stands_out(name, paper, text);
            }
            for name in ["role-title", "role-abstract", "role-metadata", "role-furniture"] {
                stands_out(name, paper, 4.5);
            }
            for tag in paperdeck::favourites::colours::ALL {
                stands_out(&format!("tag-{tag}"), paper, 3.0);
            }
            stands_out("star", paper, 3.0);
        }
        stands_out("ink", "accent-tint", text);
    }
}

#[test]
fn colours_stand_out() {
    let css = std::fs::read_to_string("style/tokens.css").unwrap();
    let usual = declared(&css, ":root {");
    check(&usual, 4.5);
    let mut more = usual;
    let chosen = declared(&css, ":root[data-contrast=\"more\"] {");
    let (_, asked) = css.split_once("@media (prefers-contrast: more) {").unwrap();
    assert_eq!(chosen, declared(asked, ":root {"), "the two rules for high contrast say the same");
    more.extend(chosen);
    check(&more, 7.0);
    for dark in [0, 1] {
        let (line, paper) = (&more["line"][dark], &more["paper"][dark]);
        assert!(contrast(line, paper) >= 3.0, "lines are seen with high contrast");
    }
}
