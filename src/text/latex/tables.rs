//! What LaTeX's commands, accents and scripts look like.

/// Commands that stand for a text, without their backslash.
const SYMBOLS: &[(&str, &str)] = &[
    // Abbreviations that many papers define.
    ("eg", "e.g."),
    ("Eg", "E.g."),
    ("ie", "i.e."),
    ("Ie", "I.e."),
    ("etal", "et al."),
    ("etc", "etc."),
    ("cf", "cf."),
    ("wrt", "w.r.t."),
    ("vs", "vs."),
    ("xspace", ""),
    ("LaTeX", "LaTeX"),
    ("TeX", "TeX"),
    // Greek.
    ("alpha", "α"),
    ("beta", "β"),
    ("gamma", "γ"),
    ("delta", "δ"),
    ("epsilon", "ε"),
    ("varepsilon", "ε"),
    ("zeta", "ζ"),
    ("eta", "η"),
    ("theta", "θ"),
    ("vartheta", "ϑ"),
    ("iota", "ι"),
    ("kappa", "κ"),
    ("lambda", "λ"),
    ("mu", "μ"),
    ("nu", "ν"),
    ("xi", "ξ"),
    ("pi", "π"),
    ("rho", "ρ"),
    ("sigma", "σ"),
    ("tau", "τ"),
    ("upsilon", "υ"),
    ("phi", "φ"),
    ("varphi", "φ"),
    ("chi", "χ"),
    ("psi", "ψ"),
    ("omega", "ω"),
    ("Gamma", "Γ"),
    ("Delta", "Δ"),
    ("Theta", "Θ"),
    ("Lambda", "Λ"),
    ("Xi", "Ξ"),
    ("Pi", "Π"),
    ("Sigma", "Σ"),
    ("Upsilon", "Υ"),
    ("Phi", "Φ"),
    ("Psi", "Ψ"),
    ("Omega", "Ω"),
    ("ell", "ℓ"),
    ("nabla", "∇"),
    ("partial", "∂"),
    ("hbar", "ħ"),
    // Operators and relations.
    ("times", "×"),
    ("pm", "±"),
    ("mp", "∓"),
    ("cdot", "·"),
    ("div", "÷"),
    ("ast", "*"),
    ("star", "⋆"),
    ("circ", "∘"),
    ("oplus", "⊕"),
    ("otimes", "⊗"),
    ("odot", "⊙"),
    ("le", "≤"),
    ("leq", "≤"),
    ("ge", "≥"),
    ("geq", "≥"),
    ("ne", "≠"),
    ("neq", "≠"),
    ("ll", "≪"),
    ("gg", "≫"),
    ("approx", "≈"),
    ("sim", "∼"),
    ("simeq", "≃"),
    ("equiv", "≡"),
    ("propto", "∝"),
    ("in", "∈"),
    ("notin", "∉"),
    ("subset", "⊂"),
    ("subseteq", "⊆"),
    ("cup", "∪"),
    ("cap", "∩"),
    ("setminus", "∖"),
    ("emptyset", "∅"),
    ("forall", "∀"),
    ("exists", "∃"),
    ("neg", "¬"),
    ("land", "∧"),
    ("lor", "∨"),
    ("sum", "∑"),
    ("prod", "∏"),
    ("int", "∫"),
    ("infty", "∞"),
    ("mid", "|"),
    ("parallel", "∥"),
    ("perp", "⊥"),
    ("top", "⊤"),
    ("lVert", "‖"),
    ("rVert", "‖"),
    ("langle", "⟨"),
    ("rangle", "⟩"),
    ("lfloor", "⌊"),
    ("rfloor", "⌋"),
    ("lceil", "⌈"),
    ("rceil", "⌉"),
    ("degree", "°"),
    ("log", "log"),
    ("exp", "exp"),
    ("max", "max"),
    ("min", "min"),
    ("arg", "arg"),
    ("argmax", "argmax"),
    ("argmin", "argmin"),
    // Arrows.
    ("to", "→"),
    ("rightarrow", "→"),
    ("Rightarrow", "⇒"),
    ("leftarrow", "←"),
    ("Leftarrow", "⇐"),
    ("leftrightarrow", "↔"),
    ("Leftrightarrow", "⇔"),
    ("mapsto", "↦"),
    ("uparrow", "↑"),
    ("downarrow", "↓"),
    ("longrightarrow", "⟶"),
    // Dots, marks and signs.
    ("ldots", "…"),
    ("dots", "…"),
    ("cdots", "⋯"),
    ("textbackslash", "\\"),
    ("textasciitilde", "~"),
    ("textasciicircum", "^"),
    ("textendash", "–"),
    ("textemdash", "—"),
    ("textquotedblleft", "“"),
    ("textquotedblright", "”"),
    ("textregistered", "®"),
    ("texttrademark", "™"),
    ("dag", "†"),
    ("dagger", "†"),
    ("S", "§"),
    ("pounds", "£"),
    ("euro", "€"),
    ("checkmark", "✓"),
    ("bullet", "•"),
    ("quad", " "),
    ("qquad", " "),
    ("newline", " "),
    ("noindent", ""),
    ("displaystyle", ""),
    ("left", ""),
    ("right", ""),
    ("big", ""),
    ("Big", ""),
    ("bigl", ""),
    ("bigr", ""),
];

/// Letters; a space after them belongs to the command.
const LETTERS: &[(&str, &str)] = &[
    ("o", "ø"),
    ("O", "Ø"),
    ("l", "ł"),
    ("L", "Ł"),
    ("ss", "ß"),
    ("ae", "æ"),
    ("AE", "Æ"),
    ("oe", "œ"),
    ("OE", "Œ"),
    ("aa", "å"),
    ("AA", "Å"),
    ("i", "ı"),
    ("j", "ȷ"),
    ("dj", "đ"),
    ("DJ", "Đ"),
    ("dh", "ð"),
    ("th", "þ"),
];

/// Commands of which the content remains.
const WRAPPERS: &[&str] = &[
    "texttt",
    "textit",
    "emph",
    "textbf",
    "textsc",
    "textsf",
    "textrm",
    "textnormal",
    "textsl",
    "textup",
    "textmd",
    "text",
    "mathrm",
    "mathcal",
    "mathbf",
    "mathbb",
    "mathit",
    "mathsf",
    "mathtt",
    "mathfrak",
    "mathscr",
    "boldsymbol",
    "bm",
    "underline",
    "uline",
    "url",
    "path",
    "mbox",
    "hbox",
    "operatorname",
    "ensuremath",
    "nolinkurl",
    "hat",
    "tilde",
    "bar",
    "vec",
    "overline",
    "widehat",
    "widetilde",
];

/// Commands that switch the font for the rest of a group.
const SWITCHES: &[&str] = &[
    "bf",
    "em",
    "it",
    "tt",
    "sc",
    "rm",
    "sf",
    "sl",
    "bfseries",
    "itshape",
    "ttfamily",
    "scshape",
    "normalfont",
    "small",
    "large",
];

fn find(table: &[(&'static str, &'static str)], name: &str) -> Option<&'static str> {
    table.iter().find(|(known, _)| *known == name).map(|(_, text)| *text)
}

/// The text of a command like `\alpha` or `\eg`.
pub fn symbol(name: &str) -> Option<&'static str> {
    find(SYMBOLS, name)
}

/// The letter of a command like `\o`.
pub fn letter(name: &str) -> Option<&'static str> {
    find(LETTERS, name)
}

/// Whether the content of the command remains, as of `\emph{…}`.
pub fn is_wrapper(name: &str) -> bool {
    WRAPPERS.contains(&name)
}

/// Whether the command switches the font, as in `{\bf …}`.
pub fn is_switch(name: &str) -> bool {
    SWITCHES.contains(&name)
}

/// A letter with an accent, named as in LaTeX (`"`, `'`, `c` …); `None` where there is no such letter.
pub fn accented(accent: char, base: char) -> Option<char> {
    let pairs = match accent {
        '"' => "aäeëiïoöuüyÿAÄEËIÏOÖUÜYŸıï",
        '\'' => "aáeéiíoóuúyýcćnńsśzźlĺrŕgǵAÁEÉIÍOÓUÚYÝCĆNŃSŚZŹLĹRŔıí",
        '`' => "aàeèiìoòuùnǹAÀEÈIÌOÒUÙıì",
        '^' => "aâeêiîoôuûcĉgĝhĥjĵsŝwŵyŷAÂEÊIÎOÔUÛCĈGĜHĤSŜıîȷĵ",
        '~' => "aãnñoõiĩuũAÃNÑOÕIĨUŨıĩ",
        '=' => "aāeēiīoōuūAĀEĒIĪOŌUŪıī",
        '.' => "cċeėgġzżCĊEĖGĠIİZŻ",
        'c' => "cçsşeȩtţCÇSŞTŢ",
        'v' => "cčdďeěnňrřsštťzžgǧaǎCČDĎEĚNŇRŘSŠTŤZŽ",
        'u' => "aăgğeĕiĭoŏuŭAĂGĞıĭ",
        'H' => "oőuűOŐUŰ",
        'k' => "aąeęiįuųAĄEĘIĮUŲ",
        'r' => "aåuůAÅUŮ",
        'd' => "aạeẹiịoọuụsṣtṭAẠEẸIỊOỌUỤ",
        _ => return None,
    };
    let mut chars = pairs.chars();
    while let (Some(plain), Some(with)) = (chars.next(), chars.next()) {
        if plain == base {
            return Some(with);
        }
    }
    None
}

/// A character raised.
pub fn superscript(char: char) -> Option<char> {
    const PLAIN: &str = "0123456789+-=()niTabcdefghjklmoprstuvwxyz";
    const RAISED: &str = "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿⁱᵀᵃᵇᶜᵈᵉᶠᵍʰʲᵏˡᵐᵒᵖʳˢᵗᵘᵛʷˣʸᶻ";
    PLAIN.chars().zip(RAISED.chars()).find(|(plain, _)| *plain == char).map(|(_, raised)| raised)
}

/// A character lowered.
pub fn subscript(char: char) -> Option<char> {
    const PLAIN: &str = "0123456789+-=()aehijklmnoprstuvx";
    const LOWERED: &str = "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓ";
    PLAIN.chars().zip(LOWERED.chars()).find(|(plain, _)| *plain == char).map(|(_, lowered)| lowered)
}
